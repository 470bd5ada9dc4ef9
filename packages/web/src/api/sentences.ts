import { ApiError, ApiUnreachableError } from "@switchyard/functions/client.ts";

/** By the API's codes: what happened, and what to do. */
const sentences: Readonly<Record<string, string>> = {
  "auth.missing": "You are not signed in. Enter a token and go on.",
  "auth.invalid": "Your token is not good any more. Enter a new one; nothing is lost.",
  "auth.scope_missing": "Your token may not do this. Use one with more rights.",
  "file.not_found": "This file is not known, or not yours.",
  "upload.exists": "A file of this name is there already, and you chose not to replace it.",
  "upload.not_found": "This upload was forgotten: it was begun too long ago. Send the file again.",
  "upload.not_allowed": "This is not allowed for this file. Send it again from the beginning.",
  "upload.policy_too_long": "Its name is too long for this way. Shorten it, or choose another way.",
  "orchestration.task_not_found": "There is no such task: it may be closed, and its time over.",
  "orchestration.job_not_found": "There is no such job: its record may be over its time.",
  "orchestration.labourer_draining": "This labourer takes no new tasks: somebody drains it.",
  "orchestration.unknown_labourer": "No labourer of this name is registered in this stage.",
  "bucket.version_not_found": "This version is not kept any more. Look at the newest one.",
  internal: "Something failed on the server. Try again; if it stays, ask whoever runs it.",
  unavailable: "The service does not answer. Try again in a moment.",
};

/** By S3's codes. */
const refusals: Readonly<Record<string, string>> = {
  AccessDenied: "The storage refused it: the permission had run out, or is for another file.",
  SignatureDoesNotMatch:
    "The storage refused it: the file changed since it was chosen. Choose it again.",
  EntityTooLarge: "The storage refused it: the file is too large.",
  RequestTimeTooSkewed: "The storage refused it: this device's clock is wrong.",
  PreconditionFailed: "A file of this name is there already, and you chose not to replace it.",
};

/** An error as a sentence for a person: what happened, and what to do. Pure. */
export function sentenceOf(error: unknown): string {
  if (error instanceof ApiUnreachableError)
    return "The API does not answer. Check your connection.";
  if (error instanceof ApiError) {
    const known = sentences[error.code] ?? error.message;
    const issues = error.problem.issues?.map(
      ({ field, expected }) => `${field}: expected ${expected}`,
    );
    return issues && issues.length > 0 ? `Refused: ${issues.join("; ")}.` : known;
  }
  if (!(error instanceof Error)) return "Something failed. Try again.";
  const code = "code" in error && typeof error.code === "string" ? error.code : "";
  if (refusals[code]) return refusals[code];
  if ("status" in error)
    return `The storage refused it (${code || `HTTP ${String(error.status)}`}). Try again.`;
  // What a browser throws when a file was changed or removed since it was chosen.
  if (error.name === "NotReadableError" || error.name === "NotFoundError") {
    return "The file can't be read any more. Choose it again.";
  }
  return "Something failed. Try again.";
}
