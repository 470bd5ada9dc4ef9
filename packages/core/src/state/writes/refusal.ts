import { SwitchyardError } from "../../errors.ts";

/** What a failed write means. */
export type Failure =
  /** AWS said that something else came first, and this was the only try. */
  | "lost"
  /** AWS refused it for a reason of its own; nothing was written. */
  | "refused"
  /** No answer, or one to a repeated try: it may have taken place. */
  | "ambiguous";

/** Tells by the SDK's error; `races` are the names of the errors that a lost race gives. Pure. */
export function failureOf(error: unknown, races: ReadonlySet<string>): Failure {
  const { name, $metadata } = asServiceError(error);
  const { httpStatusCode, attempts = 1 } = $metadata ?? {};
  const isAnswer = httpStatusCode !== undefined && httpStatusCode < 500;
  if (!isAnswer || attempts > 1) return isBeforeSending(error) ? "refused" : "ambiguous";
  return races.has(name) ? "lost" : "refused";
}

/** The parts of an SDK's error that tell what happened. */
export function asServiceError(error: unknown): {
  readonly name: string;
  readonly $metadata?: { readonly httpStatusCode?: number; readonly attempts?: number };
  readonly $response?: { readonly headers?: Readonly<Record<string, string>> };
} {
  return error instanceof Error ? error : { name: "" };
}

// The project's own errors and mistakes in a call come before anything is sent.
function isBeforeSending(error: unknown): boolean {
  return (
    error instanceof SwitchyardError || asServiceError(error).name === "CredentialsProviderError"
  );
}
