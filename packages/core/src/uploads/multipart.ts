import type { Caller } from "./caller.ts";
import { UploadCompletedError } from "./errors.ts";
import { type FileToCome, refuseLarger } from "./file-to-come.ts";
import { ownKey } from "./keys.ts";
import { type UploadNeeds, uploadNeeds } from "./needs.ts";
import { newRecord } from "./record.ts";
import { describeUpload, type OpenUpload, openRecord, recordName } from "./open-upload.ts";
import { cutInParts } from "./parts.ts";
import { abortUpload, createUpload } from "./s3-upload.ts";
import { addressOf } from "./upload-address.ts";

/**
 * Opens an upload in parts under the caller's prefix: 1 byte to 5 TiB, in at most 10,000 parts of
 * 5 MiB to 5 GiB, chosen for the size or of `partSize` bytes.
 *
 * Throws `InvalidKeyError`, `InvalidFileError`, `UploadExistsError`.
 */
export async function openMultipart(
  file: FileToCome & { readonly partSize?: number },
  caller: Caller,
  needs: UploadNeeds = uploadNeeds(),
): Promise<OpenUpload> {
  const key = ownKey(caller, file.key);
  refuseLarger(file.size, needs.settings.maxBytes);
  const parts = cutInParts(file.size, file.partSize);
  if (file.overwrite === false) await needs.refuseKnown(key);
  const correlation = needs.token();
  const name = recordName(needs.token(), caller);
  const uploadId = await createUpload({ key, type: file.type, correlation }, needs);
  const { type, size, overwrite } = file;
  const record = newRecord(
    { ...name, key, type, size, overwrite, ...parts, correlation },
    { now: needs.now(), recordSeconds: needs.settings.recordSeconds },
  );
  // A crash before this leaves an upload that nobody knows; the bucket's lifecycle aborts it.
  await needs.records.put({ ...record, upload_ids: [uploadId] });
  return describeUpload(record);
}

/** Aborts an upload in parts; again is no error. Throws `UploadNotFoundError`, `UploadCompletedError`. */
export async function abortMultipart(
  id: string,
  caller: Caller,
  needs: UploadNeeds = uploadNeeds(),
): Promise<void> {
  const record = await needs.records.noteAborted(recordName(id, caller), needs.now());
  if (!record) throw new UploadCompletedError((await openRecord(id, caller, needs)).key);
  const { s3 } = await needs.open(60);
  await abortUpload(s3, addressOf(record, needs));
}
