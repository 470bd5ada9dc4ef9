import { lookAtTask } from "@switchyard/core/orchestration/look/task.ts";
import type { TaskFilter } from "@switchyard/core/orchestration/operations/filter.ts";
import { formatTable } from "../../cli/table.ts";
import type { Deployment } from "../deployment.ts";
import { tasksOf, type FoundTask } from "./list.ts";
import { lineOf, storyOf } from "./table.ts";

interface Showing {
  readonly deployment: Deployment;
  readonly json: boolean;
}

/** Prints the tasks that a filter chooses, `most` of them. Returns the exit code. */
export async function list(
  filter: TaskFilter,
  most: number,
  { deployment, json }: Showing,
): Promise<number> {
  const { labourers, store } = deployment;
  const found: FoundTask[] = [];
  for await (const task of tasksOf(filter, { labourers, store }))
    if (found.push(task) > most) break;
  const shown = found.slice(0, most);
  const count =
    found.length > most
      ? `The first ${most} tasks; --limit shows more.`
      : `${found.length} ${found.length === 1 ? "task" : "tasks"}.`;
  if (json) console.log(JSON.stringify(shown, undefined, 2));
  else console.log(`${formatTable(shown.map(lineOf))}\n\n${count}`);
  return 0;
}

/** Prints one task and its history. Returns the exit code. Throws `TaskNotFoundError`. */
export async function show(id: string, { deployment, json }: Showing): Promise<number> {
  const { labourers, store } = deployment;
  const look = await lookAtTask(id, labourers, store);
  console.log(json ? JSON.stringify(look, undefined, 2) : storyOf(look));
  return 0;
}
