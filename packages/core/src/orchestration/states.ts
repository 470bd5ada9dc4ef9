import { invocationDelta } from "./greenfield.ts";
import { type Labourer } from "./labourer.ts";
import { isCancelled, isCompleted, type Task } from "./task.ts";

/** The numbers that part the states of a labourer's tasks, at one time; seconds since 1970. */
export interface Borders {
  /** Whole: tasks at or before it are queued. */
  readonly start: number;
  /** What a task invoked now gets. */
  readonly invoked: number;
  /** Tasks at or after it run; before it, and after `start`, they have expired. */
  readonly expired: number;
}

/** At `now`, in ms. */
export function bordersOf(labourer: Pick<Labourer, "duration" | "cooldown">, now: number): Borders {
  const start = Math.floor(now / 1_000);
  const invoked = start + invocationDelta;
  return { start, invoked, expired: invoked - (labourer.duration + labourer.cooldown) };
}

export type TaskState = "queued" | "running" | "expired" | "completed";

/** The state of a row of the tasks table. */
export function stateOf(task: Task, { start, expired }: Borders): TaskState {
  if (task.greenfield <= start) return "queued";
  if (isCompleted(task)) return "completed";
  return task.greenfield >= expired ? "running" : "expired";
}

/** Whether it may be invoked: queued, not completed late, not cancelled. */
export const isInvokable = (task: Task, borders: Borders): boolean =>
  stateOf(task, borders) === "queued" && !isCompleted(task) && !isCancelled(task);
