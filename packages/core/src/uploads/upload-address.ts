import { UploadNotFoundError } from "./errors.ts";
import type { UploadNeeds } from "./needs.ts";
import type { UploadRecord } from "./record.ts";
import type { S3Upload } from "./s3-upload.ts";

/** Where S3 has the upload in parts that the API opened for a record. */
export function addressOf(
  { key, upload_ids: [uploadId] }: UploadRecord,
  { settings }: Pick<UploadNeeds, "settings">,
): S3Upload {
  if (uploadId === undefined) throw new UploadNotFoundError(key);
  return { Bucket: settings.stagingBucket, Key: key, UploadId: uploadId };
}
