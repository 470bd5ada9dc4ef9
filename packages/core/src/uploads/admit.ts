import { ListPartsCommand } from "@aws-sdk/client-s3";
import { UploadNotAllowedError } from "./errors.ts";
import type { UploadNeeds } from "./needs.ts";
import type { UploadRecord } from "./record.ts";
import { isNoSuchUpload } from "./refusal.ts";

/** Open uploads in parts that one registered file may have. */
const mostUploads = 10;

/**
 * Lets in an upload id that S3 has for this very key, and notes it, so that S3 is asked once.
 *
 * The browser itself created the upload, with a URL signed for this key: S3 alone knows its id.
 * Throws `UploadNotAllowedError` for every other id.
 */
export async function admitUpload(
  uploadId: string,
  record: UploadRecord,
  { open, settings, records }: UploadNeeds,
): Promise<void> {
  if (record.upload_ids.includes(uploadId)) return;
  if (record.upload_ids.length >= mostUploads) {
    throw new UploadNotAllowedError(`The file has ${mostUploads} uploads already.`);
  }
  const { s3 } = await open(60);
  const address = { Bucket: settings.stagingBucket, Key: record.key, UploadId: uploadId };
  try {
    await s3.send(new ListPartsCommand({ ...address, MaxParts: 1 }));
  } catch (error) {
    if (!isNoSuchUpload(error)) throw error;
    throw new UploadNotAllowedError("The upload id is not one of this file's.");
  }
  await records.noteUploadId(record, uploadId);
}
