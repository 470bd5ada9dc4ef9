import {
  previewBulk,
  runBulk,
  type BulkAction,
  type BulkProgress,
  type BulkRequest,
} from "@switchyard/core/orchestration/operations/bulk.ts";
import type { TaskFilter } from "@switchyard/core/orchestration/operations/filter.ts";
import type { Operator } from "@switchyard/core/orchestration/operations/operating.ts";
import { operateTask } from "@switchyard/core/orchestration/operations/task.ts";
import { lookAtTask } from "@switchyard/core/orchestration/look/task.ts";
import { UsageError } from "../../cli/command.ts";
import { progressBar } from "../../cli/progress.ts";
import { formatTable } from "../../cli/table.ts";
import type { Deployment } from "../deployment.ts";
import { operatingOf, operatorOf } from "../operating.ts";
import { lineOf } from "./table.ts";

/** What `npm run tasks` may change. */
export const changes = ["retry", "redrive", "cancel"] as const satisfies readonly BulkAction[];
export type Change = (typeof changes)[number];

export interface Changing {
  readonly deployment: Deployment;
  readonly why: string | undefined;
  readonly yes: boolean;
  readonly json: boolean;
}

/** Changes one task by its id. Returns the exit code. Throws `TaskNotFoundError`. */
export async function changeTask(id: string, change: Change, changing: Changing): Promise<number> {
  const { deployment, why, yes, json } = changing;
  const { labourers, store } = deployment;
  const { task, state } = await lookAtTask(id, labourers, store);
  const action = change === "redrive" ? "retry" : change;
  const answer = yes
    ? await operateTask(id, action, operatorOf(deployment, why), operatingOf(deployment))
    : { changed: false };
  const then = answer.changed
    ? "It was done."
    : "Nothing was changed: it is so already, or can't be.";
  if (json) console.log(JSON.stringify({ task, state, ...answer }, undefined, 2));
  else
    console.log(
      `${formatTable([lineOf({ row: task, state })])}\n\n${yes ? then : "Nothing was done; --yes does it."}`,
    );
  return 0;
}

/** Changes all that a filter chooses; without `yes` it counts them and shows the first. Returns the exit code. */
export async function changeTasks(
  filter: TaskFilter,
  action: Change,
  { deployment, why, yes, json }: Changing,
): Promise<number> {
  if (Object.values(filter).every((value) => value === undefined))
    throw new UsageError(`${action} wants a task's id, or a filter: --labourer at least`);
  const request = { action, filter };
  const { first, ...counted } = await previewBulk(request, operatingOf(deployment));
  if (yes)
    return carryOut(request, counted.count, { deployment, who: operatorOf(deployment, why), json });
  const { count, isMore } = counted;
  const rows = first.map((row) => lineOf({ row }));
  if (json) console.log(JSON.stringify({ ...counted, first }, undefined, 2));
  else
    console.log(
      `${formatTable(rows)}\n\n${isMore ? "At least " : ""}${count} tasks. Nothing was done; --yes does it.`,
    );
  return 0;
}

interface CarryingOut {
  readonly deployment: Deployment;
  readonly who: Operator;
  readonly json: boolean;
}

async function carryOut(
  request: BulkRequest,
  count: number,
  { deployment, who, json }: CarryingOut,
) {
  const bar = progressBar(request.action, count);
  let last: BulkProgress | undefined;
  for await (const progress of runBulk(request, who, operatingOf(deployment))) {
    last = progress;
    bar.to(progress.changed);
  }
  bar.end();
  const { chosen = 0, changed = 0, failed = [] } = last ?? {};
  if (json) console.log(JSON.stringify({ chosen, changed, failed }, undefined, 2));
  else console.log(`changed: ${changed} of ${chosen} tasks, failed: ${failed.length}`);
  if (!json && failed.length > 0) console.error(formatTable(failed.map((one) => ({ ...one }))));
  return failed.length > 0 ? 1 : 0;
}
