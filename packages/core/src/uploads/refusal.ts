import { InvalidFileError, UploadExistsError, UploadNotFoundError } from "./errors.ts";

/** Why S3 refused to put an upload together, as this project's error. Throws what is no refusal. Pure. */
export function refusalOf(error: unknown, { key }: { readonly key: string }): Error {
  if (error instanceof InvalidFileError || error instanceof UploadNotFoundError) return error;
  if (isNoSuchUpload(error)) return new UploadNotFoundError(key);
  if (isNamed(error, /^(?:PreconditionFailed|ConditionalRequestConflict)$/)) {
    return new UploadExistsError(key);
  }
  if (isNamed(error, /^(?:InvalidPart|InvalidPartOrder|EntityTooSmall)$/)) {
    const expected = "the ETags S3 gave for the parts, in order, each of its full size";
    return new InvalidFileError([{ field: "parts", value: error.name, expected }]);
  }
  throw error;
}

/** How often the SDK sent a request before this error: after the first, an answer may have been lost. */
export function attemptsOf(error: unknown): number {
  if (!(error instanceof Error) || !("$metadata" in error)) return 1;
  const { $metadata: metadata } = error;
  const isKnown = typeof metadata === "object" && metadata !== null && "attempts" in metadata;
  return isKnown ? Number(metadata.attempts ?? 1) : 1;
}

/** S3 has no such upload in parts: completed, aborted, or never begun for this key. */
export const isNoSuchUpload = (error: unknown): boolean => isNamed(error, /^NoSuchUpload$/);

const isNamed = (error: unknown, name: RegExp): error is Error =>
  error instanceof Error && name.test(error.name);
