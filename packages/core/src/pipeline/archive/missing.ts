const missing: ReadonlySet<string> = new Set([
  "NoSuchKey",
  "NoSuchVersion",
  "NotFound",
  // What S3 says of a delete marker's version, and of an id that no version can have.
  "MethodNotAllowed",
]);

/** Whether S3 says that an object version doesn't exist; never so for a refused permission. */
export function isMissing(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (missing.has(error.name)) return true;
  return /invalid version id/i.test(error.message);
}
