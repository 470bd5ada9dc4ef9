import { metaOf } from "../meta.ts";
import { type Move } from "../moves/move.ts";
import { isQueued, placeOf, unchanged } from "../moves/row.ts";
import { toClosed } from "../moves/to-closed.ts";
import { toQueue } from "../moves/to-queue.ts";
import { toRetry, whenHeld } from "../moves/to-retry.ts";
import { type Store } from "../store/store.ts";
import { type Change } from "../../aws/expressions.ts";
import { keyOf } from "../tables.ts";
import { closedStatus, isCancelled, isCompleted, type Task } from "../task.ts";
import { jsonOf } from "./python-repr.ts";
import { type Operator } from "./operating.ts";

/**
 * Cancels a task: one that waits is closed at once; one that runs is marked, keeps its slot until
 * its worker ends, and is never tried again. None where that can't be.
 */
export function cancelMove(task: Task, { by, reason }: Operator, store: Store): Move | undefined {
  if (isCompleted(task) || isCancelled(task) || placeOf(task) === "closed") return undefined;
  const set = {
    cancelled_at: Math.floor(store.now() / 1_000),
    cancelled_by: by,
    cancel_reason: reason.slice(0, 500),
  };
  const waits = placeOf(task) === "retry" || isQueued(task, store);
  if (waits) return toClosed(task, { status: 0, action: "cancelled", set }, store);
  return inPlace(task, { set }, "cancelled", store);
}

/** Sets a waiting task aside until somebody resumes it. None where it doesn't wait. */
export function pauseMove(task: Task, store: Store): Move | undefined {
  if (isCompleted(task) || isCancelled(task) || task.held === true) return undefined;
  if (placeOf(task) === "retry") {
    const set = { held: true, resume_at: task.desired_launch_time, desired_launch_time: whenHeld };
    return inPlace(task, { set }, "paused", store);
  }
  if (!isQueued(task, store)) return undefined;
  return toRetry(task, whenHeld, { action: "paused", held: true }, store);
}

/**
 * Returns a task that was set aside to where it waited: its place in the queue, else the front
 * (`front`), or its time in the retry table where that is still to come.
 */
export function resumeMove(task: Task, front: number, store: Store): Move | undefined {
  if (task.held !== true || placeOf(task) !== "retry") return undefined;
  const resumeAt = Number(task["resume_at"] ?? 0);
  const now = store.now() / 1_000;
  if (resumeAt > now) {
    const change = { set: { desired_launch_time: resumeAt }, remove: ["held", "resume_at"] };
    return inPlace(task, change, "resumed", store);
  }
  const greenfield = task.greenfield <= now ? task.greenfield : front;
  const set = { resume_at: undefined };
  return toQueue(task, greenfield, { action: "resumed", set }, store);
}

/** Returns a task that waits for its retry, or is dead, to the queue now. Cancelled ones stay so. */
export function retryMove(task: Task, front: number, store: Store): Move | undefined {
  if (isCancelled(task) || task.held === true) return undefined;
  const place = placeOf(task);
  if (place === "retry") return toQueue(task, front, { action: "ready_for_retry" }, store);
  const dead = closedStatus(task.labourer_id, 0);
  if (place !== "closed" || task.labourer_id_task_status !== dead) return undefined;
  // Python's closed rows hold no JSON.
  const set = { payload: jsonOf(task.payload), not_retryable: undefined };
  return toQueue(task, front, { action: "redriven", set }, store);
}

function inPlace(
  task: Task,
  change: Change,
  action: Parameters<typeof metaOf>[1],
  store: Store,
): Move {
  const place = placeOf(task);
  const update = { update: place, key: keyOf(place, task), change, condition: unchanged(task) };
  return { task, writes: [update, ...metaOf(task, action, store)], lanes: [] };
}
