import { InvalidInputError, SwitchyardError } from "../../errors.ts";

/** The task's payload doesn't fit the worker's schema; names each field. `run` was not called. */
export class InvalidPayloadError extends InvalidInputError {
  override readonly name = "InvalidPayloadError";
  override readonly code = "worker.invalid_payload";
}

/** The event isn't what an orchestrator sends: one of the task's own fields can't be used. */
export class InvalidTaskEventError extends InvalidInputError {
  override readonly name = "InvalidTaskEventError";
  override readonly code = "worker.invalid_event";
}

/** An essential's event isn't what it takes; names each field. Nothing was done. */
export class InvalidEventError extends InvalidInputError {
  override readonly name = "InvalidEventError";
  override readonly code = "essential.invalid_event";
}

/** A payload that went by reference can't be had: no bucket is named, or the object is gone or no JSON. */
export class PayloadUnreadableError extends SwitchyardError {
  override readonly name = "PayloadUnreadableError";
  readonly code = "worker.payload_unreadable";

  constructor(key: string, why: string, cause?: unknown) {
    super(`The payload ${key} can't be read: ${why}`, { cause });
  }
}

/** The result would not fit the task's row, and no bucket is named to hold it. The task was marked as failed. */
export class ResultTooLargeError extends SwitchyardError {
  override readonly name = "ResultTooLargeError";
  readonly code = "worker.result_too_large";
  readonly bytes: number;
  readonly limit: number;

  constructor(bytes: number, limit: number) {
    super(
      `The result has ${bytes} bytes; ${limit} fit, and QUEUE_BUCKET names no bucket for more.`,
    );
    this.bytes = bytes;
    this.limit = limit;
  }
}

/** What `run` returned can't be written as JSON. The task was marked as failed. */
export class InvalidResultError extends SwitchyardError {
  override readonly name = "InvalidResultError";
  readonly code = "worker.invalid_result";

  constructor(cause: unknown) {
    super(`The result can't be written as JSON: ${String(cause)}`, { cause });
  }
}

/** The worker called `die`. */
export class WorkerDiedError extends SwitchyardError {
  override readonly name = "WorkerDiedError";
  readonly code = "worker.died";
}

/** Why a worker's signal fired. */
export class ShutdownError extends SwitchyardError {
  override readonly name = "ShutdownError";
  readonly code = "worker.shutdown";

  constructor(leftMs: number) {
    super(`The function is stopped in ${leftMs} ms.`);
  }
}

/** A heartbeat was told that the task is cancelled, or that this attempt has lost its slot. */
export class TaskLostError extends SwitchyardError {
  override readonly name = "TaskLostError";
  readonly code: "worker.task_cancelled" | "worker.task_lost";

  constructor(taskId: string, why: "cancelled" | "lost") {
    super(
      why === "cancelled" ? `Task ${taskId} was cancelled.` : `Task ${taskId} has another worker.`,
    );
    this.code = `worker.task_${why}`;
  }
}

/** The assistant couldn't be reached, or failed, in every try. What it did is unknown; the task will expire. */
export class AssistantUnreachableError extends SwitchyardError {
  override readonly name = "AssistantUnreachableError";
  readonly code = "worker.assistant_unreachable";

  constructor(action: string, assistant: string, why: string, cause?: unknown) {
    super(`${assistant} could not be told ${action}: ${why}`, { cause });
  }
}

/** The assistant refused with an error of its own, like a task that doesn't exist. Nothing was changed. */
export class AssistantRefusedError extends SwitchyardError {
  override readonly name = "AssistantRefusedError";
  readonly code = "worker.assistant_refused";
  /** The name of the assistant's error. */
  readonly refusal: string;

  constructor(action: string, refusal: string, message: string) {
    super(`The assistant refused ${action}: ${refusal}: ${message}`);
    this.refusal = refusal;
  }
}
