import { lambdaClient } from "@switchyard/core/aws/clients/lambda.ts";
import { bulk, previewBulk } from "@switchyard/core/orchestration/operations/bulk.ts";
import { operateJob } from "@switchyard/core/orchestration/operations/job.ts";
import { operateLabourer } from "@switchyard/core/orchestration/operations/labourer.ts";
import type { Operating } from "@switchyard/core/orchestration/operations/operating.ts";
import { operateTask } from "@switchyard/core/orchestration/operations/task.ts";
import { poke } from "@switchyard/core/orchestration/orchestrator/poke.ts";
import { orchestrationSettings } from "@switchyard/core/orchestration/settings.ts";
import { storeOf } from "@switchyard/core/orchestration/store/store.ts";
import type { OperationServices } from "./orchestration-services.ts";
import { taskSummary } from "./task-answers.ts";

/** Ms that a request may work on many tasks; the function itself has 20 seconds. */
const mostMs = 14_000;

/** What people may do here. Each change is written with who made it, and why. */
export function operationServices(
  requestId: string,
  operating: Operating = operatingAs(requestId),
): OperationServices {
  const endsAt = () => operating.store.now() + mostMs;
  return {
    operateLabourer: (id, action, who) => operateLabourer(id, action, who, operating),
    operateTask: (id, action, who) => operateTask(id, action, who, operating),
    operateJob: async (id, action, who) => {
      const { changed, tasks } = await operateJob(id, action, who, operating, { endsAt: endsAt() });
      return { changed, isUnfinished: tasks?.unfinished };
    },
    bulk: async ({ action, filter, reason, preview }, by) => {
      const asked = { action, filter };
      if (!preview) {
        const who = { by, reason };
        const done = await bulk(asked, who, operating, { endsAt: endsAt() });
        return {
          count: done.changed,
          isMore: done.unfinished,
          first: [],
          failed: [...done.failed],
        };
      }
      const { count, isMore, first } = await previewBulk(asked, operating);
      const state = filter.state ?? usual[action];
      return { count, isMore, first: first.map((row) => taskSummary(row, state, filter.labourer)) };
    },
  };
}

/** What the tasks of a preview are shown as, where the filter doesn't say. */
const usual = { retry: "retrying", redrive: "dead", cancel: "queued" } as const;

function operatingAs(requestId: string): Operating {
  const { tables, labourers, retentionDays, history, functions } = orchestrationSettings();
  const author = { author: "api", invocation_id: requestId, log_stream_name: "" };
  return {
    labourers,
    store: storeOf({ tables, retentionDays, ...(history && { author }) }),
    poke: (news) => poke(news, { lambda: lambdaClient(), orchestrator: functions.orchestrator }),
  };
}
