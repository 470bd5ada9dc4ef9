/**
 * A task, as a row of the tasks, retry or closed table. Times are seconds since 1970, fractions
 * allowed. Attributes not named here are kept as they are (`stat_*`, `result_*`, others').
 */
export interface Task {
  readonly task_id: string;
  readonly labourer_id: string;
  readonly created_at: number;
  /** Place in the queue, or when it was invoked plus a year; see `greenfield.ts`. */
  readonly greenfield: number;
  readonly attempts: number;
  /** JSON; Python's closed rows hold a `repr` instead. */
  readonly payload: string;
  readonly completed_at?: number;
  readonly closed_at?: number;
  readonly desired_launch_time?: number;
  readonly failed_attempts?: number;
  readonly arn?: string;

  // What follows is this project's own; Python passes it by.
  /** `<labourer>#<priority>#<key>`: its place among lanes, where the labourer has flow control. */
  readonly lane?: string;
  readonly job_id?: string;
  /** 0 (default) to 9, the highest. */
  readonly priority?: number;
  /** The value of the labourer's key in this task's payload. */
  readonly flow_key?: string;
  /** Not started by then: closed as expired. */
  readonly deadline?: number;
  readonly idempotency_key?: string;
  readonly singleton_key?: string;
  readonly correlation_id?: string;
  /** Where a payload lies that is too large for the row: a key of the queue bucket. */
  readonly payload_ref?: string;
  /** Token of the mark that started the present attempt. */
  readonly mark?: string;
  /** Pokes in a row that led to the present start; what follows from its end counts on. */
  readonly poke_hops?: number;
  /** Token of the last write. */
  readonly write?: string;
  /** Nonce of the invocation that works on attempt `claim_attempt`. */
  readonly claim?: string;
  readonly claim_attempt?: number;
  readonly claimed_at?: number;
  readonly heartbeat_at?: number;
  /** What the last failure said, shortened. */
  readonly failure?: string;
  readonly cancelled_at?: number;
  readonly cancelled_by?: string;
  readonly cancel_reason?: string;
  /** In the retry table: set aside until somebody resumes it. */
  readonly held?: boolean;
  readonly labourer_id_task_status?: string;
  readonly expires_at?: number;
  readonly [attribute: string]: unknown;
}

/** What this project makes itself, and no caller may set. */
export const generatedFields = ["task_id", "created_at", "greenfield", "attempts"] as const;

/** This project's bookkeeping in a task's row, which no worker needs: a payload may use the names. */
export const bookkeeping: ReadonlySet<string> = new Set([
  "write",
  "mark",
  "lane",
  "flow_key",
  "priority",
  "deadline",
  "idempotency_key",
  "singleton_key",
  "attempts_before",
  "resume_at",
  "held",
  "left_out",
  "claim",
  "claim_attempt",
  "claimed_at",
  "heartbeat_at",
  "failure",
  "failed_attempt",
  "not_retryable",
  "cancelled_at",
  "cancelled_by",
  "cancel_reason",
  "labourer_id_task_status",
  "expires_at",
]);

export const isCompleted = (task: Task) => task.completed_at !== undefined;
export const isCancelled = (task: Task) => task.cancelled_at !== undefined;

/** `<labourer>_1` completed, `<labourer>_0` dead. */
export const closedStatus = (labourerId: string, status: 0 | 1) => `${labourerId}_${status}`;

/**
 * The payload: JSON, or what Python's `repr` made of it (its closed rows). What is neither comes
 * back as text.
 */
export function payloadOf({ payload }: Pick<Task, "payload">): unknown {
  try {
    return JSON.parse(payload) as unknown;
  } catch {
    return payload;
  }
}

/** sosw's way: an object or JSON text stays, anything else becomes `{ payload: … }`. */
export function payloadText(payload: unknown): string {
  if (typeof payload === "string" && isJsonObject(payload)) return payload;
  const isObject = typeof payload === "object" && payload !== null && !Array.isArray(payload);
  return JSON.stringify(isObject ? payload : { payload });
}

function isJsonObject(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}
