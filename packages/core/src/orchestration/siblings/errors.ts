import { SwitchyardError } from "../../errors.ts";

/** Neither an enabled schedule nor an enabled rule targets the function, so nobody could stop a chain of siblings. Nothing was invoked. */
export class NotScheduledError extends SwitchyardError {
  override readonly name = "NotScheduledError";
  readonly code = "siblings.not_scheduled";

  constructor(functionArn: string) {
    super(
      `No enabled schedule or rule targets ${functionArn}; \`force\` spawns a sibling all the same.`,
    );
  }
}

/** So many siblings one after another look like a bug. Nothing was invoked. */
export class TooManySiblingsError extends SwitchyardError {
  override readonly name = "TooManySiblingsError";
  readonly code = "siblings.too_many";

  constructor(generation: number, limit: number) {
    super(`This would be sibling ${generation} in a row; ${limit} are allowed.`);
  }
}

/** A task has one slot, which this invocation has already handed on. Nothing was invoked. */
export class AlreadyHandedOnError extends SwitchyardError {
  override readonly name = "AlreadyHandedOnError";
  readonly code = "siblings.already_handed_on";

  constructor(taskId: string) {
    super(`Task ${taskId} was already handed on to a sibling.`);
  }
}

/** The payload is too large for an asynchronous invocation, and no bucket is named to hold it. Nothing was invoked. */
export class SiblingTooLargeError extends SwitchyardError {
  override readonly name = "SiblingTooLargeError";
  readonly code = "siblings.too_large";

  constructor(bytes: number, limit: number) {
    super(
      `The sibling's event has ${bytes} bytes; ${limit} fit, and QUEUE_BUCKET names no bucket.`,
    );
  }
}

/** Lambda refused to invoke the function again, in an answer. No sibling was started. */
export class SiblingRefusedError extends SwitchyardError {
  override readonly name = "SiblingRefusedError";
  readonly code = "siblings.refused";

  constructor(functionName: string, cause: Error) {
    super(`Lambda refused to start a sibling of ${functionName}: ${cause.name}: ${cause.message}`, {
      cause,
    });
  }
}

/** No answer told whether a sibling was started. */
export class SiblingUnknownError extends SwitchyardError {
  override readonly name = "SiblingUnknownError";
  readonly code = "siblings.unknown";

  constructor(functionName: string, cause: unknown) {
    super(`Whether a sibling of ${functionName} was started is unknown: ${String(cause)}`, {
      cause,
    });
  }
}
