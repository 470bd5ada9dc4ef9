import { type Labourer } from "../../labourer.ts";
import { getRow, getRows } from "../../store/read.ts";
import { type Store } from "../../store/store.ts";
import { type Task } from "../../task.ts";
import { yardOf, type Yard } from "../yard.ts";
import { stateKey, stateOfRow } from "../state-row.ts";
import { reasonInQueue } from "./in-queue.ts";
import { sentenceOf, type Reason } from "./reasons.ts";

export interface Explanation {
  readonly task_id: string;
  readonly labourer_id?: string;
  readonly reason: Reason;
  /** The reason as a sentence. */
  readonly text: string;
}

/**
 * Why a task is where it is: the one reason that holds it now, by the plan that the orchestrator
 * makes. Reads only; a few requests however long the queue is.
 */
export async function explain(
  taskId: string,
  labourers: readonly Labourer[],
  settings: Partial<Yard> = {},
): Promise<Explanation> {
  const yard = yardOf(settings);
  const found = await find(taskId, labourers, yard.store);
  const reason = found ? await reasonOf(found, labourers, yard) : ({ why: "not_found" } as const);
  return {
    task_id: taskId,
    ...(found && { labourer_id: found.task.labourer_id }),
    reason,
    text: sentenceOf(reason),
  };
}

interface Found {
  readonly task: Task;
  readonly place: "tasks" | "retry" | "closed";
}

async function find(
  task_id: string,
  labourers: readonly Labourer[],
  store: Store,
): Promise<Found | undefined> {
  const task = await getRow("tasks", { task_id }, store);
  if (task) return { task: task as Task, place: "tasks" };
  const keys = labourers.map(({ id }) => ({ labourer_id: id, task_id }));
  const [retry] = await getRows("retry", keys, store);
  if (retry) return { task: retry as Task, place: "retry" };
  const closed = await getRow("closed", { task_id }, store);
  return closed && { task: closed as Task, place: "closed" };
}

async function reasonOf(
  { task, place }: Found,
  labourers: readonly Labourer[],
  yard: Yard,
): Promise<Reason> {
  if (place === "closed") return closedReason(task);
  if (place === "retry") return retryReason(task, yard.store);
  const labourer = labourers.find(({ id }) => id === task.labourer_id);
  if (!labourer) return { why: "unregistered", labourer_id: task.labourer_id };
  return reasonInQueue(task, labourer, yard);
}

function closedReason(task: Task): Reason {
  const at = task.closed_at ?? 0;
  if (task.cancelled_at !== undefined) return { why: "closed", as: "cancelled", at };
  const isCompleted =
    task.labourer_id_task_status?.endsWith("_1") ?? task.completed_at !== undefined;
  if (isCompleted) return { why: "closed", as: "completed", at };
  const isLate = task.deadline !== undefined && task.attempts === 0;
  return { why: "closed", as: isLate ? "expired" : "dead", at };
}

async function retryReason(task: Task, store: Store): Promise<Reason> {
  if (task.held) {
    const { heldJobs } = stateOfRow(await getRow("flow", stateKey(task.labourer_id), store));
    const { job_id } = task;
    const isJobs = job_id !== undefined && heldJobs[job_id] === "paused";
    return isJobs ? { why: "job_paused", job_id } : { why: "task_paused" };
  }
  const until = task.desired_launch_time ?? 0;
  if (task.attempts === 0) return { why: "delayed", until };
  return { why: "retry", until, failure: task.failure };
}
