import { SwitchyardError } from "../../errors.ts";

/** Another task has the singleton key by now. Nothing was written. */
export class SingletonTakenError extends SwitchyardError {
  override readonly name = "SingletonTakenError";
  readonly code = "orchestration.singleton_taken";
  readonly taskId: string;
  readonly holderId: string;

  constructor(taskId: string, holderId: string) {
    super(`Task ${taskId} can't return to the queue: task ${holderId} has its singleton key.`);
    this.taskId = taskId;
    this.holderId = holderId;
  }
}

/** A labourer's row has no room for another held job: resume some that are paused. Nothing was written. */
export class TooManyHeldJobsError extends SwitchyardError {
  override readonly name = "TooManyHeldJobsError";
  readonly code = "orchestration.too_many_held_jobs";

  constructor(labourerId: string, held: number) {
    super(`Labourer ${labourerId} has ${held} held jobs, and no room for more: resume some.`);
  }
}
