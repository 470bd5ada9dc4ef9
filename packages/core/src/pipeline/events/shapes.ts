import * as z from "zod";

const key = z.string("a key").min(1, "a key").refine(fitsS3, "at most 1,024 bytes");
const version = z
  .string("a version id")
  .min(1, "a version id")
  .max(1024, "a version id")
  // The ledger keeps its own items under such names.
  .refine((id) => !id.startsWith("#"), "a version id");
const bucket = z.string("a bucket's name").min(3, "a bucket's name").max(63, "a bucket's name");
const size = z.int("a size in bytes").min(0, "a size in bytes").optional();
const text = z.string().optional();

/** A record of a bucket's own notification. Its key is encoded as in a form. */
export const S3Record = z.object({
  eventSource: z.literal("aws:s3", "aws:s3"),
  eventName: z.string("an event's name"),
  eventTime: text,
  responseElements: z.object({ "x-amz-request-id": text }).optional(),
  s3: z.object({
    bucket: z.object({ name: bucket }),
    object: z.object({
      key: z.string("a key").min(1, "a key"),
      size,
      eTag: text,
      versionId: version.optional(),
      sequencer: text,
    }),
  }),
});
export type S3Record = z.infer<typeof S3Record>;

export const S3Notification = z.object({ Records: z.array(z.looseObject({})) });

/** What S3 sends when a notification is configured. */
export const TestEvent = z.object({ Event: z.literal("s3:TestEvent") });

/** S3's event by way of EventBridge. Its key is as it is. */
export const BusEvent = z.object({
  source: z.literal("aws.s3", "aws.s3"),
  "detail-type": z.string("an event's name"),
  time: text,
  detail: z.object({
    bucket: z.object({ name: bucket }),
    object: z.object({
      key,
      size,
      etag: text,
      "version-id": version.optional(),
      sequencer: text,
    }),
    reason: text,
    "deletion-type": text,
    "request-id": text,
  }),
});
export type BusEvent = z.infer<typeof BusEvent>;

/** A notification that came through an SNS topic. */
export const TopicMessage = z.object({ Type: z.literal("Notification"), Message: z.string() });

/** What this app sends itself, and what a person may write by hand. Its keys are as they are. */
export const OwnAnnouncement = z.object({
  uploads: z
    .array(
      z.object({
        bucket,
        key,
        version: version.optional(),
        etag: text,
        size,
        sequencer: text,
        uploadedAt: z.number("milliseconds since 1970").optional(),
        correlation: text,
      }),
    )
    .min(1, "at least one upload"),
});

/** Checks what a notification's key becomes once decoded. */
export const DecodedKey = key;

function fitsS3(name: string): boolean {
  return Buffer.byteLength(name) <= 1024;
}
