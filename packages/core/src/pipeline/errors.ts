import { SwitchyardError } from "../errors.ts";

/** Somebody else holds this file now, or has finished it. Nothing more was written. */
export class LeaseLostError extends SwitchyardError {
  override readonly name = "LeaseLostError";
  readonly code = "pipeline.lease_lost";

  constructor(key: string, version: string) {
    super(`The lease on version ${version} of ${key} is no longer this run's.`);
  }
}

/** The copy in the archive is not what was uploaded. The original stays in staging. */
export class CopyMismatchError extends SwitchyardError {
  override readonly name = "CopyMismatchError";
  readonly code = "pipeline.copy_mismatch";

  constructor(what: { key: string; found: string; expected: string }) {
    super(
      `The archive's copy of ${what.key} has ${what.found} where ${what.expected} was expected.`,
    );
  }
}

/** The key lies where the archive keeps the pipeline's own objects. No retry mends it. */
export class ReservedKeyError extends SwitchyardError {
  override readonly name = "ReservedKeyError";
  readonly code = "pipeline.reserved_key";
  readonly permanent = true;

  constructor(key: string) {
    super(`${key} begins with a prefix that the archive keeps for results.`);
  }
}

/** The run stopped before its time ran out; what is left is done by the next one. */
export class OutOfTimeError extends SwitchyardError {
  override readonly name = "OutOfTimeError";
  readonly code = "pipeline.out_of_time";

  constructor() {
    super("The time was up before the file was in the archive.");
  }
}

/** Claimed as often as allowed, and no run finished: they crashed or ran out of time. */
export class AttemptsExhaustedError extends SwitchyardError {
  override readonly name = "AttemptsExhaustedError";
  readonly code = "pipeline.attempts_exhausted";

  constructor(attempts: number, last?: string) {
    super(`Given up after ${attempts} attempts.${last ? ` The last error: ${last}` : ""}`);
  }
}

/** The scanner refused the file. It stays in staging, and no retry mends it. */
export class FileRefusedError extends SwitchyardError {
  override readonly name = "FileRefusedError";
  readonly code = "pipeline.file_refused";
  readonly permanent = true;

  constructor(reason: string) {
    super(`The scanner refused the file: ${reason}.`);
  }
}

/** No container could be started for a file that is too much for a function. */
export class HandOffRefusedError extends SwitchyardError {
  override readonly name = "HandOffRefusedError";
  readonly code = "pipeline.hand_off_refused";

  constructor(reason: string) {
    super(`No container task was started: ${reason}.`);
  }
}

/** The ledger holds a record that this release can't read. Nothing was written. */
export class UnreadableRecordError extends SwitchyardError {
  override readonly name = "UnreadableRecordError";
  readonly code = "pipeline.unreadable_record";

  constructor(reason: string) {
    super(`The ledger's record can't be read: ${reason}.`);
  }
}

/** The queue gave a message up before anybody said how its file ended. */
export class UndeliveredError extends SwitchyardError {
  override readonly name = "UndeliveredError";
  readonly code = "pipeline.undelivered";

  constructor() {
    super("The message was delivered too often, or for too long, without an end.");
  }
}

/** The queue took other messages of a batch, and not this one. */
export class AnnouncementRefusedError extends SwitchyardError {
  override readonly name = "AnnouncementRefusedError";
  readonly code = "pipeline.announcement_refused";

  constructor(reason: string) {
    super(`The queue refused the announcement: ${reason}.`);
  }
}

/** A recovery needs a setting that isn't there. Nothing was done. */
export class MissingQueueError extends SwitchyardError {
  override readonly name = "MissingQueueError";
  readonly code = "pipeline.missing_queue";

  constructor(variable: string) {
    super(`${variable} is not set.`);
  }
}

/** The ledger knows of a copy that isn't in the archive any more. */
export class NothingStoredError extends SwitchyardError {
  override readonly name = "NothingStoredError";
  readonly code = "pipeline.nothing_stored";

  constructor({ bucket, key, version }: { bucket: string; key: string; version: string }) {
    super(`Version ${version} of ${key} is not in ${bucket}.`);
  }
}

/** SQS's own task for moving messages isn't there, or failed. Messages not moved are still parked. */
export class MoveTaskUnavailableError extends SwitchyardError {
  override readonly name = "MoveTaskUnavailableError";
  readonly code = "pipeline.move_task_unavailable";

  constructor(reason = "it stopped") {
    super(`The queue's own move task can't be used: ${reason}`);
  }
}

/** Somebody works on the file now. Nothing was written; try again later. */
export class FileBusyError extends SwitchyardError {
  override readonly name = "FileBusyError";
  readonly code = "pipeline.file_busy";

  constructor(key: string) {
    super(`Somebody works on ${key} now.`);
  }
}

/** No such file of this caller: unknown, another's, or forgotten. */
export class FileNotFoundError extends SwitchyardError {
  override readonly name = "FileNotFoundError";
  readonly code = "file.not_found";

  constructor(id: string) {
    super(`No file of yours has the id ${id.slice(0, 100)}.`);
  }
}

/** S3 kept some versions that were to be erased. The others are gone; run it again. */
export class NotErasedError extends SwitchyardError {
  override readonly name = "NotErasedError";
  readonly code = "pipeline.not_erased";

  constructor(versions: number, reason = "no reason given") {
    super(`${versions} versions could not be erased: ${reason}`);
  }
}
