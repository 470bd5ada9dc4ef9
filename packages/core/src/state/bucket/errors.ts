import { SwitchyardError } from "../../errors.ts";
import { MissingPermissionsError } from "../permissions.ts";

/** There is no such bucket. Nothing was written. */
export class BucketNotFoundError extends SwitchyardError {
  override readonly name = "BucketNotFoundError";
  readonly code = "bucket.not_found";
  readonly bucket: string;

  constructor(bucket: string, cause?: unknown) {
    super(`There is no bucket ${bucket}.`, { cause });
    this.bucket = bucket;
  }
}

/** The bucket is another account's, or the role may not list it. Nothing was written. */
export class BucketForbiddenError extends MissingPermissionsError {
  override readonly name = "BucketForbiddenError";
  override readonly code = "bucket.forbidden";
  readonly bucket: string;

  constructor(bucket: string, cause?: unknown) {
    super({ Effect: "Allow", Action: "s3:ListBucket", Resource: `arn:aws:s3:::${bucket}` }, cause);
    this.bucket = bucket;
  }
}

/** The bucket is in another region than the client asks. Nothing was written. */
export class BucketWrongRegionError extends SwitchyardError {
  override readonly name = "BucketWrongRegionError";
  readonly code = "bucket.wrong_region";
  readonly bucket: string;
  /** Where it is, if S3 told. */
  readonly region: string | undefined;

  constructor(bucket: string, region: string | undefined, cause?: unknown) {
    super(`The bucket ${bucket} is in ${region ?? "another region"}: open it with that region.`, {
      cause,
    });
    this.bucket = bucket;
    this.region = region;
  }
}

/** The object isn't what the write was conditional on. Nothing was written. */
export class BucketConflictError extends SwitchyardError {
  override readonly name = "BucketConflictError";
  readonly code = "bucket.conflict";
  /** Like `s3://bucket/key`. */
  readonly object: string;
  readonly attempts: number;

  constructor(object: string, attempts: number, cause?: unknown) {
    super(`Another writer changed ${object} first (attempts: ${attempts}).`, { cause });
    this.object = object;
    this.attempts = attempts;
  }
}

/** The object has no such version. */
export class BucketVersionNotFoundError extends SwitchyardError {
  override readonly name = "BucketVersionNotFoundError";
  readonly code = "bucket.version_not_found";

  constructor(object: string, versionId: string, cause?: unknown) {
    super(`${object} has no version ${versionId}.`, { cause });
  }
}

/** The object is larger than `maxBytes` allows. Nothing was written, or more than its size read. */
export class BucketTooLargeError extends SwitchyardError {
  override readonly name = "BucketTooLargeError";
  readonly code = "bucket.too_large";
  readonly bytes: number;
  readonly maxBytes: number;

  constructor(object: string, bytes: number, maxBytes: number) {
    super(`${object} has ${bytes} bytes; maxBytes is ${maxBytes}.`);
    this.bytes = bytes;
    this.maxBytes = maxBytes;
  }
}
