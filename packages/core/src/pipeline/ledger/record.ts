import * as z from "zod";
import { UnreadableRecordError } from "../errors.ts";

/** The sort key of a key's lane: who may archive, and the newest version archived. */
export const laneVersion = "#lane";

export const states = [
  "received",
  "processing",
  "processed",
  "handed",
  "archived",
  "superseded",
  "failed",
  "gone",
  "expired",
] as const;
export type FileState = (typeof states)[number];

/** States that nothing but a redrive leaves. */
const ended: ReadonlySet<FileState> = new Set([
  "archived",
  "superseded",
  "failed",
  "gone",
  "expired",
]);
export const hasEnded = (state: FileState): boolean => ended.has(state);

const Result = z.object({ name: z.string(), key: z.string(), type: z.string(), size: z.number() });
const Lease = z.object({ token: z.string(), until: z.number(), holder: z.string().optional() });
const ms = z.number().optional();

/** One uploaded version in the ledger. Times are milliseconds since 1970. */
export const FileRecord = z.object({
  schema: z.int().default(1),
  key: z.string(),
  version: z.string(),
  owner: z.string(),
  state: z.enum(states),
  etag: z.string().optional(),
  size: z.number().optional(),
  sequencer: z.string().optional(),
  uploaded_at: ms,
  correlation: z.string().optional(),
  attempts: z.number().default(0),
  lease: Lease.optional(),
  write: z.string().optional(),
  results: z.array(Result).optional(),
  detected_type: z.string().optional(),
  transform: z.string().optional(),
  summary: z.record(z.string(), z.unknown()).optional(),
  archive: z.object({ key: z.string(), version: z.string().optional() }).optional(),
  error: z.object({ code: z.string(), message: z.string() }).optional(),
  received_at: z.number(),
  processing_at: ms,
  processed_at: ms,
  handed_at: ms,
  archived_at: ms,
  superseded_at: ms,
  failed_at: ms,
  gone_at: ms,
  expired_at: ms,
});
export type FileRecord = z.infer<typeof FileRecord>;
/** One stored result. `size` is in bytes. */
export type Result = z.infer<typeof Result>;

/** Reads an item of the ledger. Throws `UnreadableRecordError`. */
export function readRecord(item: unknown): FileRecord {
  const { success, data, error } = FileRecord.safeParse(item);
  if (!success) throw new UnreadableRecordError(z.prettifyError(error));
  return data;
}
