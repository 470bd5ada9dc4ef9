import type { Caller } from "./caller.ts";
import { type UploadNeeds, uploadNeeds } from "./needs.ts";
import { describeUpload, type OpenUpload, openRecord } from "./open-upload.ts";
import { listUploaded, type UploadedPart } from "./s3-upload.ts";
import { addressOf } from "./upload-address.ts";

/** All that is needed to go on with an upload, also in another browser. */
export interface UploadProgress extends OpenUpload {
  readonly parts: UploadedPart[];
  /** Complete: nothing is left to do. */
  readonly completed: boolean;
}

/** What S3 has of an upload in parts. Throws `UploadNotFoundError`. */
export async function multipartProgress(
  id: string,
  caller: Caller,
  needs: UploadNeeds = uploadNeeds(),
): Promise<UploadProgress> {
  const record = await openRecord(id, caller, needs);
  const upload = describeUpload(record);
  if (record.completed) return { ...upload, parts: [], completed: true };
  const { s3 } = await needs.open(60);
  const parts = await listUploaded(s3, addressOf(record, needs));
  return { ...upload, parts, completed: false };
}
