import { SwitchyardError } from "../errors.ts";

/** What a policy must say: one statement of IAM's policy language. */
export interface Statement {
  readonly Effect: "Allow";
  readonly Action: string | readonly string[];
  readonly Resource: string | readonly string[];
}

/** AWS refused a call for want of a permission. Nothing was written. */
export class MissingPermissionsError extends SwitchyardError {
  override readonly name: string = "MissingPermissionsError";
  readonly code: string = "state.permissions_missing";
  /** What to add to the role's policy. */
  readonly statement: Statement;

  constructor(statement: Statement, cause?: unknown) {
    super(
      `AWS refused the call${because(cause)}. Add to the role's policy: ${JSON.stringify(statement)}`,
      { cause },
    );
    this.statement = statement;
  }
}

/**
 * The error for a call that AWS refused for want of `statement`, or undefined when it failed for
 * another reason. Pure.
 *
 * An answer to HEAD has no body, so the SDK knows its status alone: such a 403 counts too.
 */
export function missingPermissions(
  error: unknown,
  statement: Statement,
): MissingPermissionsError | undefined {
  return isDenied(error) ? new MissingPermissionsError(statement, error) : undefined;
}

const refusals = new Set(["AccessDenied", "AccessDeniedException", "UnauthorizedOperation"]);
// What the SDK calls an error whose answer names none.
const nameless = new Set(["403", "Forbidden", "Unknown", "UnknownError"]);

function isDenied(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return refusals.has(error.name) || (nameless.has(error.name) && statusOf(error) === 403);
}

function statusOf(error: Error & { readonly $metadata?: { readonly httpStatusCode?: number } }) {
  return error.$metadata?.httpStatusCode;
}

function because(cause: unknown): string {
  return cause instanceof Error && cause.message !== "" ? ` (${cause.message})` : "";
}
