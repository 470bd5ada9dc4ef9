import { type Store } from "../store/store.ts";
import { type Write } from "../store/write.ts";
import { type Key } from "../tables.ts";
import { type Task } from "../task.ts";

/** Why a task was closed without having been completed. */
export type DeathReason = "attempts" | "deadline" | "not_retryable";

/** A message about a task that is dead, to be sent to whoever mends it. Times in seconds. */
export interface DeadMessage {
  readonly task_id: string;
  readonly labourer_id: string;
  readonly reason: DeathReason;
  readonly attempts: number;
  readonly closed_at: number;
  readonly job_id?: string;
  /** What the last failure said. */
  readonly failure?: string;
}

/** The flow table's partition of messages still to be sent. */
export const outboxPartition = (labourerId: string) => `outbox#${labourerId}`;

export const outboxKey = ({ labourer_id, task_id }: DeadMessage): Key => ({
  partition: outboxPartition(labourer_id),
  sort: task_id,
});

/** Keeps a message until it is sent; goes with the transaction that closes the task. */
export function outboxPut(task: Task, reason: DeathReason, { now }: Pick<Store, "now">): Write {
  const { task_id, labourer_id, attempts, job_id, failure } = task;
  const closed_at = Math.floor(now() / 1_000);
  const message: DeadMessage = {
    task_id,
    labourer_id,
    reason,
    attempts,
    closed_at,
    ...(job_id !== undefined && { job_id }),
    ...(failure !== undefined && { failure }),
  };
  return { put: "flow", row: { ...outboxKey(message), ...message } };
}
