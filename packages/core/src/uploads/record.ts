import * as z from "zod";
import { lazy } from "../lazy.ts";
import type { Parts } from "./parts.ts";

const Completed = /* @__PURE__ */ lazy(() =>
  z.object({ etag: z.string(), version: z.string().optional() }),
);
/** What S3 answered when the parts were put together. `etag` is without quotes. */
export type Completed = z.infer<ReturnType<typeof Completed>>;

/**
 * A file that was registered (`id` is `file#<key>`), or an upload in parts that the API opened
 * (`id` is `multipart#<token>`). Sizes are bytes.
 */
export const UploadRecord = /* @__PURE__ */ lazy(() =>
  z.object({
    schema: z.literal(1),
    owner: z.string(),
    id: z.string(),
    key: z.string(),
    type: z.string(),
    size: z.number(),
    part_size: z.number(),
    part_count: z.number(),
    overwrite: z.boolean(),
    correlation: z.string(),
    /** S3's ids of the uploads in parts of this file. */
    upload_ids: z.array(z.string()),
    /** Milliseconds since 1970. */
    created_at: z.number(),
    /** The token of the first call that asked for completion. */
    completing: z.string().optional(),
    completed: Completed().optional(),
    /** Milliseconds since 1970. */
    aborted_at: z.number().optional(),
    /** DynamoDB's time to live: seconds since 1970. */
    expires_at: z.number(),
  }),
);
export type UploadRecord = z.infer<ReturnType<typeof UploadRecord>>;

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

interface Announced extends Parts {
  readonly owner: string;
  readonly id: string;
  readonly key: string;
  readonly type: string;
  readonly size: number;
  readonly overwrite?: boolean;
  readonly correlation: string;
}
