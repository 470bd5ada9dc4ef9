import { type Condition } from "../../aws/expressions.ts";
import { type Store } from "../store/store.ts";
import { type Write } from "../store/write.ts";
import { keyOf } from "../tables.ts";
import { type Task } from "../task.ts";

export type Place = "tasks" | "retry" | "closed";

/** The table that a task's row was read from, told by its attributes. */
export function placeOf({ closed_at: closed, desired_launch_time: launch }: Task): Place {
  if (closed !== undefined) return "closed";
  return launch === undefined ? "tasks" : "retry";
}

/** Whether its row stands in the queue: neither invoked, nor in another table. */
export const isQueued = (task: Task, { now }: Pick<Store, "now">): boolean =>
  placeOf(task) === "tasks" && task.greenfield <= now() / 1_000;

/** One fewer in its lane, where a queued task leaves it. */
export const laneLeft = (task: Task, store: Pick<Store, "now">) =>
  task.lane !== undefined && isQueued(task, store) ? [{ lane: task.lane, by: -1 }] : [];

/** Takes the row out of the table it was read from, if nobody has changed it since. */
export function removal(task: Task): Write {
  const place = placeOf(task);
  return { delete: place, key: keyOf(place, task), condition: unchanged(task) };
}

/**
 * Holds while a row is as it was read, from an index too. Every write of this project leaves a
 * token in `write`; the others are what Python's workers, orchestrator and scavenger change.
 */
export function unchanged(task: Task): Condition {
  const known = told.filter((name) => task[name] !== undefined);
  const unknown = told.filter((name) => task[name] === undefined);
  const expression = [
    ...known.map((name) => `#${name} = :was_${name}`),
    ...unknown.map((name) => `attribute_not_exists(#${name})`),
  ].join(" AND ");
  const values = Object.fromEntries(known.map((name) => [`:was_${name}`, task[name]]));
  return { expression, values };
}

/** Absent, whatever the table's key. */
export const absent: Condition = { expression: "attribute_not_exists(#task_id)" };

/** The attributes of a row without those named. */
export const without = (task: Task, names: readonly string[]): Task =>
  Object.fromEntries(Object.entries(task).filter(([name]) => !names.includes(name))) as Task &
    Record<string, unknown>;

const told = [
  "greenfield",
  "desired_launch_time",
  "attempts",
  "completed_at",
  "failed_attempts",
  "write",
] as const;
