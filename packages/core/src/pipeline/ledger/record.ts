import * as z from "zod/mini";
import { lazy } from "../../lazy.ts";
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

const text = () => z.optional(z.string());
const ms = () => z.optional(z.number());
const Result = () =>
  z.object({ name: z.string(), key: z.string(), type: z.string(), size: z.number() });
const Lease = () => z.object({ token: z.string(), until: z.number(), holder: text() });

/** One uploaded version in the ledger. Times are milliseconds since 1970. */
export const FileRecord = /* @__PURE__ */ lazy(() =>
  z.object({
    schema: z.prefault(z.int(), 1),
    key: z.string(),
    version: z.string(),
    owner: z.string(),
    state: z.enum(states),
    etag: text(),
    size: z.optional(z.number()),
    sequencer: text(),
    uploaded_at: ms(),
    correlation: text(),
    attempts: z.prefault(z.number(), 0),
    lease: z.optional(Lease()),
    write: text(),
    results: z.optional(z.array(Result())),
    detected_type: text(),
    transform: text(),
    summary: z.optional(z.record(z.string(), z.unknown())),
    archive: z.optional(z.object({ key: z.string(), version: text() })),
    error: z.optional(z.object({ code: z.string(), message: z.string() })),
    received_at: z.number(),
    processing_at: ms(),
    processed_at: ms(),
    handed_at: ms(),
    archived_at: ms(),
    superseded_at: ms(),
    failed_at: ms(),
    gone_at: ms(),
    expired_at: ms(),
  }),
);
export type FileRecord = z.infer<ReturnType<typeof FileRecord>>;
/** One stored result. `size` is in bytes. */
export type Result = z.infer<ReturnType<typeof Result>>;

/** Whether somebody works on a version. */
export const isLive = <R extends FileRecord>(
  record: R,
  now: number,
): record is R & { readonly lease: { readonly until: number } } =>
  record.lease !== undefined && record.lease.until > now;

/** Reads an item of the ledger. Throws `UnreadableRecordError`. */
export function readRecord(item: unknown): FileRecord {
  const { success, data, error } = FileRecord().safeParse(item);
  if (!success) throw new UnreadableRecordError(z.prettifyError(error));
  return data;
}
