import { createHash } from "node:crypto";
import type { Caller } from "./caller.ts";
import { type FileToCome, refuseLarger } from "./file-to-come.ts";
import { keyOf, ownKey } from "./keys.ts";
import { UploadNotFoundError } from "./errors.ts";
import { type UploadNeeds, uploadNeeds } from "./needs.ts";
import { listedPartSize } from "./part-size-rule.ts";
import { cutInParts } from "./parts.ts";
import { newRecord, type UploadRecord } from "./record.ts";

/** A file the signer signs for. */
export interface RegisteredFile {
  /** The key to give the browser's S3 client. */
  readonly key: string;
  readonly type: string;
  /** Bytes. */
  readonly size: number;
  /** Bytes of each part but the last, if it goes up in parts: the signer signs no other. */
  readonly partSize: number;
  readonly partCount: number;
  readonly correlationId: string;
}

/**
 * Notes a file that a browser is about to upload, so that `signUpload` knows its type and size.
 *
 * `resume` takes up the same file's earlier registration, with its open upload; otherwise it is
 * a new upload. Throws `InvalidKeyError`, `InvalidFileError`, `UploadExistsError`.
 */
export async function registerFile(
  file: FileToCome & { readonly resume?: boolean },
  caller: Caller,
  needs: UploadNeeds = uploadNeeds(),
): Promise<RegisteredFile> {
  const key = ownKey(caller, file.key);
  refuseLarger(file.size, needs.settings.maxBytes);
  const earlier = file.resume ? await needs.records.get(caller.id, recordId(key)) : undefined;
  if (earlier && isOpen(earlier, needs.now()) && isSameFile(earlier, file)) {
    return describe(earlier);
  }
  if (file.overwrite === false) await needs.refuseKnown(key);
  const { type, size, overwrite } = file;
  // An empty file has no parts: it goes up by one PUT.
  const parts = cutInParts(Math.max(1, size), listedPartSize(size));
  const name = { owner: caller.id, id: recordId(key), key };
  const record = newRecord(
    { ...name, type, size, overwrite, ...parts, correlation: needs.token() },
    { now: needs.now(), recordSeconds: needs.settings.recordSeconds },
  );
  await needs.records.put(record);
  return describe(record);
}

/** What a caller registered under a whole key. Throws `UploadNotAllowedError`, `UploadNotFoundError`. */
export async function registeredFile(
  key: string,
  caller: Caller,
  { records, now }: Pick<UploadNeeds, "records" | "now">,
): Promise<UploadRecord> {
  const record = await records.get(caller.id, recordId(keyOf(caller, key)));
  if (!record || !isOpen(record, now())) throw new UploadNotFoundError(key);
  return record;
}

/** DynamoDB deletes what has expired only some time later. */
const isOpen = ({ expires_at: end }: UploadRecord, now: number) => end * 1000 > now;

/** A sort key has 1,024 bytes at most, as an S3 key alone may have: a long one stands as its hash. */
function recordId(key: string): string {
  if (Buffer.byteLength(key) <= 1000) return `file#${key}`;
  return `file~${createHash("sha256").update(key).digest("base64url")}`;
}

const isSameFile = (record: UploadRecord, { type, size, overwrite = true }: FileToCome) =>
  record.type === type && record.size === size && record.overwrite === overwrite;

const describe = (record: UploadRecord): RegisteredFile => ({
  key: record.key,
  type: record.type,
  size: record.size,
  partSize: record.part_size,
  partCount: record.part_count,
  correlationId: record.correlation,
});
