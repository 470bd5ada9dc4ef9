import { answerOf } from "@switchyard/functions/client.ts";
import type { PageApi } from "./api.ts";

interface Operation {
  readonly subject: "labourer" | "task" | "job";
  readonly id: string;
  readonly action: string;
  readonly reason: string;
}

/** Does something to a labourer, a task or a job; tells whether anything changed. */
export function operate(api: PageApi, { subject, id, action, reason }: Operation) {
  const json = { reason };
  // Which actions there are is the API's matter; it refuses others.
  switch (subject) {
    case "labourer":
      return answerOf(
        api.labourers[":id"][":action"].$post({ param: { id, action: action as "pause" }, json }),
      );
    case "task":
      return answerOf(
        api.tasks[":id"][":action"].$post({ param: { id, action: action as "pause" }, json }),
      );
    default:
      return answerOf(
        api.jobs[":id"][":action"].$post({ param: { id, action: action as "pause" }, json }),
      );
  }
}

export type BulkAction = "retry" | "redrive" | "cancel";
interface Bulk {
  readonly action: BulkAction;
  readonly labourer: string;
  /** In the text of their last failure; empty: any. */
  readonly error: string;
  readonly reason: string;
  readonly preview: boolean;
}

/** Does something to many tasks, or tells what that would be. */
export const bulkOperate = (api: PageApi, { labourer, error, action, reason, preview }: Bulk) => {
  const filter = { labourer, ...(error !== "" && { error }) };
  return answerOf(api.tasks.bulk.$post({ json: { action, filter, reason, preview } }));
};
