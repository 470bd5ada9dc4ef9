import type { Caller } from "./caller.ts";
import { UploadNotFoundError } from "./errors.ts";
import type { UploadNeeds } from "./needs.ts";
import type { UploadRecord } from "./record.ts";

/** An upload in parts, opened for its caller. Keep `id`: with it the upload can be resumed. */
export interface OpenUpload {
  readonly id: string;
  readonly key: string;
  readonly type: string;
  /** Bytes. */
  readonly size: number;
  /** Bytes of each part but the last. */
  readonly partSize: number;
  readonly partCount: number;
  readonly correlationId: string;
  /** ISO 8601: unfinished, it is forgotten then. */
  readonly expiresAt: string;
}

const prefix = "multipart#";

/** The name of an open upload's record: only its own caller's. */
export const recordName = (id: string, caller: Pick<Caller, "id">) => ({
  owner: caller.id,
  id: `${prefix}${id}`,
});

/** The record of a caller's open or completed upload. Throws `UploadNotFoundError`. */
export async function openRecord(
  id: string,
  caller: Pick<Caller, "id">,
  { records, now }: Pick<UploadNeeds, "records" | "now">,
): Promise<UploadRecord> {
  const name = recordName(id, caller);
  const record = await records.get(name.owner, name.id);
  return stillOpen(record, id, now());
}

/** The record, if it is there and not aborted or past its end: DynamoDB deletes only some time later. */
export function stillOpen(record: UploadRecord | undefined, id: string, now: number): UploadRecord {
  const isOver = !record || record.aborted_at !== undefined || record.expires_at * 1000 <= now;
  if (isOver) throw new UploadNotFoundError(id);
  return record;
}

/** What a caller is told of an open upload. Pure. */
export const describeUpload = (record: UploadRecord): OpenUpload => ({
  id: record.id.slice(prefix.length),
  key: record.key,
  type: record.type,
  size: record.size,
  partSize: record.part_size,
  partCount: record.part_count,
  correlationId: record.correlation,
  expiresAt: new Date(record.expires_at * 1000).toISOString(),
});
