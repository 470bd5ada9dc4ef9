/**
 * Every error the local stack throws on purpose.
 *
 * `code` never changes: programs match on it. `hint` tells a person how to mend it.
 */
export abstract class LocalError extends Error {
  abstract override readonly name: string;
  abstract readonly code: string;
  readonly hint: string;

  constructor(message: string, hint: string, options?: { cause?: unknown }) {
    super(message, options);
    this.hint = hint;
  }
}

/** An error as a terminal shows it: what happened, its code and how to mend it. */
export function describeError(error: unknown): string {
  if (!(error instanceof LocalError)) {
    return error instanceof Error ? (error.stack ?? error.message) : String(error);
  }
  return `${error.message} [${error.code}]\n${error.hint}`;
}

/** A deployment or a synthesis failed in its own process; `reason` is the code of what failed there. */
export class WorkFailedError extends LocalError {
  override readonly name = "WorkFailedError";
  readonly code = "local.work-failed";
  readonly reason: string;

  constructor(reason: string, message: string) {
    super(message, "Run it again once that is mended: it goes on from where it stopped.");
    this.reason = reason;
  }
}
