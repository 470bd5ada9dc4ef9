import { InvalidInputError, SwitchyardError } from "../errors.ts";

/** A job that can't become tasks; says which field, what it holds and what was expected. Nothing was written. */
export class InvalidJobError extends InvalidInputError {
  override readonly name = "InvalidJobError";
  override readonly code = "orchestration.invalid_job";
}

/** A labourer's settings, or an essential's, that can't be used; names each field. */
export class InvalidOrchestrationConfigError extends InvalidInputError {
  override readonly name = "InvalidOrchestrationConfigError";
  override readonly code = "orchestration.invalid_config";
}

/** No labourer of that name is registered; names those that are. */
export class UnknownLabourerError extends SwitchyardError {
  override readonly name = "UnknownLabourerError";
  readonly code = "orchestration.unknown_labourer";
  readonly labourerId: string;
  readonly registered: readonly string[];

  constructor(labourerId: string, registered: readonly string[]) {
    super(`No labourer ${labourerId} is registered; there are: ${registered.join(", ") || "none"}`);
    this.labourerId = labourerId;
    this.registered = registered;
  }
}

/** Neither queued, nor running, nor waiting for a retry, nor closed. */
export class TaskNotFoundError extends SwitchyardError {
  override readonly name = "TaskNotFoundError";
  readonly code = "orchestration.task_not_found";
  readonly taskId: string;

  constructor(taskId: string) {
    super(`There is no task ${taskId}.`);
    this.taskId = taskId;
  }
}

/** It takes no new tasks until somebody resumes it. Nothing was written. */
export class LabourerDrainingError extends SwitchyardError {
  override readonly name = "LabourerDrainingError";
  readonly code = "orchestration.labourer_draining";
  readonly labourerId: string;

  constructor(labourerId: string) {
    super(`Labourer ${labourerId} is draining: it takes no new tasks.`);
    this.labourerId = labourerId;
  }
}

/** Other transactions, or throttling, stood in the way of one too often. Nothing of it was written. */
export class TransactionBusyError extends SwitchyardError {
  override readonly name = "TransactionBusyError";
  readonly code = "orchestration.transaction_busy";

  constructor(tries: number, cause: unknown) {
    super(`A transaction of ${tries} tries met others every time.`, { cause });
  }
}
