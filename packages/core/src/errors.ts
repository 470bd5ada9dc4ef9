/** Every error this app throws on purpose. Clients and alarms match on `code`; it never changes. */
export abstract class SwitchyardError extends Error {
  abstract override readonly name: string;
  abstract readonly code: string;
}

/** One thing that is wrong with an input: where, what was found, what was expected. */
export interface Issue {
  /** Path of the field, like `records[0].s3.object.key`. */
  readonly field: string;
  /** What was found, shortened for logs. */
  readonly value: unknown;
  readonly expected: string;
}

/** An input from outside that can't be used. Nothing was written. */
export class InvalidInputError extends SwitchyardError {
  override readonly name: string = "InvalidInputError";
  readonly code: string = "input.invalid";
  readonly issues: readonly Issue[];

  constructor(issues: readonly Issue[]) {
    super(issues.map(describeIssue).join("; "));
    this.issues = issues;
  }
}

function describeIssue({ field, value, expected }: Issue) {
  return `${field}: expected ${expected}, got ${shorten(value)}`;
}

/** A value as a message shows it: JSON, at most 80 characters. */
export function shorten(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 80 ? `${text.slice(0, 77)}…` : text;
}
