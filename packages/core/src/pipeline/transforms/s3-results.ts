import { type S3Client } from "@aws-sdk/client-s3";
import { s3Client } from "../../aws/clients/s3.ts";
import { contentDisposition } from "../../safety/content-disposition.ts";
import { resultKey } from "./result-key.ts";
import { type ResultLimits, resultSink } from "./results.ts";
import { S3Upload } from "./s3-upload.ts";
import { type ResultSink } from "./type.ts";

export interface ResultPlace extends ResultLimits {
  readonly s3?: Pick<S3Client, "send">;
  readonly bucket: string;
  /** The processed object and its version. */
  readonly key: string;
  readonly version: string;
}

/**
 * A sink that stores results beside the original, under `results/<key>/<version>/`.
 *
 * A result under 8 MiB is one PutObject; a larger one is a multipart upload, aborted on failure.
 * Holds at most two parts of each open result. Needs `s3:PutObject` and `s3:AbortMultipartUpload`
 * on `results/*`. S3's errors are passed on.
 */
export function s3Results({
  s3 = s3Client(),
  bucket,
  key,
  version,
  ...limits
}: ResultPlace): ResultSink {
  return resultSink((name, contentType) => {
    const object = {
      Bucket: bucket,
      Key: resultKey({ key, version, name }),
      ContentType: contentType,
      ContentDisposition: contentDisposition(name),
    };
    return new S3Upload(s3, object);
  }, limits);
}
