import { SwitchyardError } from "../../errors.ts";

/** A job's queue file isn't as it was written. What was loaded before stays. */
export class QueueFileDamagedError extends SwitchyardError {
  override readonly name = "QueueFileDamagedError";
  readonly code = "orchestration.queue_file_damaged";

  constructor(key: string, offset: number) {
    super(`The queue file ${key} is not whole: no line ends after byte ${offset}.`);
  }
}

/** No job of that id was accepted, or its record has expired. */
export class JobNotFoundError extends SwitchyardError {
  override readonly name = "JobNotFoundError";
  readonly code = "orchestration.job_not_found";
  readonly jobId: string;

  constructor(jobId: string) {
    super(`There is no job ${jobId}.`);
    this.jobId = jobId;
  }
}

/** A load has had as many siblings as it may. What was loaded stays; `{ resume: <job id> }` goes on. */
export class TooManyLoadersError extends SwitchyardError {
  override readonly name = "TooManyLoadersError";
  readonly code = "orchestration.too_many_loaders";

  constructor(jobId: string, generations: number) {
    super(`Job ${jobId} was loaded by ${generations} runs, one after another, and isn't whole.`);
  }
}

/** Another took a load over, or the job was cancelled meanwhile. What was loaded stays. */
export class LoadTakenError extends SwitchyardError {
  override readonly name = "LoadTakenError";
  readonly code = "orchestration.load_taken";

  constructor(jobId: string) {
    super(`Job ${jobId} is loaded by another, or not any more.`);
  }
}
