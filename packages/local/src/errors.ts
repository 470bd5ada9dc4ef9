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
