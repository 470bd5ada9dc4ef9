import { type Labourer } from "../labourer.ts";
import { isInvokable, type Borders } from "../states.ts";
import { rowsOf } from "../store/read.ts";
import { indexes } from "../tables.ts";
import { isCompleted, type Task } from "../task.ts";
import { type Yard } from "./yard.ts";

/**
 * The first `count` tasks of a labourer's queue that aren't to be skipped: those the index still
 * shows where they no longer are. One read for as long as the queue is, whatever its length.
 */
export async function frontOfQueue(
  labourer: Labourer,
  { start }: Borders,
  { count, skip }: { readonly count: number; readonly skip: ReadonlySet<string> },
  { store }: Yard,
): Promise<Task[]> {
  const range = {
    table: "tasks",
    index: indexes.greenfield,
    where: {
      expression: "#labourer_id = :labourer AND #greenfield < :start",
      values: { ":labourer": labourer.id, ":start": start },
    },
    limit: count + skip.size,
  } as const;
  const front: Task[] = [];
  for await (const row of rowsOf(range, store)) {
    const task = row as Task;
    if (!skip.has(task.task_id) && !isCompleted(task)) front.push(task);
    if (front.length === count) break;
  }
  return front;
}

/** Adds tasks that are known otherwise, where the index doesn't show them yet; in the queue's order. */
export function joined(
  front: readonly Task[],
  told: readonly Task[],
  borders: Borders,
  skip: ReadonlySet<string>,
): Task[] {
  const tasks = new Map(front.map((task) => [task.task_id, task]));
  for (const task of told)
    if (!skip.has(task.task_id) && (isInvokable(task, borders) || !isCompleted(task)))
      tasks.set(task.task_id, task);
  return [...tasks.values()].toSorted((a, b) => a.greenfield - b.greenfield);
}
