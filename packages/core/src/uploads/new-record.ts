import type { Parts } from "./parts.ts";
import type { UploadRecord } from "./records.ts";

interface Announced extends Parts {
  readonly owner: string;
  readonly id: string;
  readonly key: string;
  readonly type: string;
  readonly size: number;
  readonly overwrite?: boolean;
  readonly correlation: string;
}

/** The record of a file that is about to come. Pure. */
export function newRecord(
  { partSize, partCount, overwrite = true, ...file }: Announced,
  { now, recordSeconds }: { now: number; recordSeconds: number },
): UploadRecord {
  return {
    schema: 1,
    ...file,
    overwrite,
    part_size: partSize,
    part_count: partCount,
    upload_ids: [],
    created_at: now,
    expires_at: Math.floor(now / 1000) + recordSeconds,
  };
}
