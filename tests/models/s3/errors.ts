import {
  NoSuchBucket,
  NoSuchKey,
  NoSuchUpload,
  NotFound,
  S3ServiceException,
} from "@aws-sdk/client-s3";
import { fault } from "../errors.ts";

const statuses: Readonly<Record<string, number>> = {
  BadDigest: 400,
  BucketNotEmpty: 409,
  EntityTooLarge: 400,
  EntityTooSmall: 400,
  InvalidArgument: 400,
  InvalidPart: 400,
  InvalidPartOrder: 400,
  InvalidRange: 416,
  InvalidRequest: 400,
  InvalidTag: 400,
  KeyTooLongError: 400,
  MalformedXML: 400,
  MetadataTooLarge: 400,
  MethodNotAllowed: 405,
  NoSuchVersion: 404,
  NotImplemented: 501,
  NotModified: 304,
  PreconditionFailed: 412,
};

/** An error that the SDK has no class for: its name is S3's code. */
export function s3Error(name: string, message: string): S3ServiceException {
  const error = new S3ServiceException({ name, ...fault(message, statuses[name] ?? 400) });
  return Object.assign(error, { Code: name });
}

export function noSuchBucket(): NoSuchBucket {
  return new NoSuchBucket(fault("The specified bucket does not exist", 404));
}

export function noSuchKey(): NoSuchKey {
  return new NoSuchKey(fault("The specified key does not exist.", 404));
}

export function noSuchVersion(): S3ServiceException {
  return s3Error("NoSuchVersion", "The specified version does not exist.");
}

export function noSuchUpload(): NoSuchUpload {
  const message =
    "The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed.";
  return new NoSuchUpload(fault(message, 404));
}

export function preconditionFailed(): S3ServiceException {
  return s3Error(
    "PreconditionFailed",
    "At least one of the pre-conditions you specified did not hold",
  );
}

/** What the SDK makes of an error that answers HEAD: there is no body that could name it. */
export function headError(error: unknown): unknown {
  if (!(error instanceof S3ServiceException)) return error;
  const status = error.$metadata.httpStatusCode ?? 400;
  if (status === 404) return new NotFound(fault("UnknownError", 404));
  return new S3ServiceException({ name: "Unknown", ...fault("UnknownError", status) });
}
