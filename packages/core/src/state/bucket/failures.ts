import { missingPermissions } from "../permissions.ts";
import { asServiceError } from "../writes/refusal.ts";
import { BucketNotFoundError, BucketWrongRegionError } from "./errors.ts";

/** What S3's answers say when an object isn't what a write was conditional on, or is being written. */
export const races: ReadonlySet<string> = new Set([
  "PreconditionFailed",
  "ConditionalRequestConflict",
  "NoSuchKey",
]);

/** The typed error of a call that failed, or the error as it is. `resource` is after `arn:aws:s3:::`. */
export function explained(
  error: unknown,
  { bucket, action, resource = bucket }: { bucket: string; action: string; resource?: string },
): unknown {
  if (asServiceError(error).name === "NoSuchBucket") return new BucketNotFoundError(bucket, error);
  const elsewhere = wrongRegion(error, bucket);
  if (elsewhere) return elsewhere;
  const statement = {
    Effect: "Allow",
    Action: action,
    Resource: `arn:aws:s3:::${resource}`,
  } as const;
  return missingPermissions(error, statement) ?? error;
}

/** The error for a bucket in another region, of which S3 names the right one in a header. */
export function wrongRegion(error: unknown, bucket: string): BucketWrongRegionError | undefined {
  const { name, $metadata, $response } = asServiceError(error);
  const isElsewhere = redirects.has(name) || $metadata?.httpStatusCode === 301;
  if (!isElsewhere) return undefined;
  const told = $response?.headers?.["x-amz-bucket-region"] ?? regionIn(error);
  return new BucketWrongRegionError(bucket, told, error);
}

const redirects = new Set([
  "PermanentRedirect",
  "AuthorizationHeaderMalformed",
  "IllegalLocationConstraintException",
]);

function regionIn(error: unknown): string | undefined {
  const region: unknown = error instanceof Error && "Region" in error ? error.Region : undefined;
  return typeof region === "string" ? region : undefined;
}
