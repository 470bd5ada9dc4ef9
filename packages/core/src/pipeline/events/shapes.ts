import * as z from "zod/mini";

const key = z.string("a key").check(
  z.minLength(1, "a key"),
  z.refine((name) => Buffer.byteLength(name) <= 1024, "at most 1,024 bytes"),
);
const version = z.string("a version id").check(
  z.minLength(1, "a version id"),
  z.maxLength(1024, "a version id"),
  // The ledger keeps its own items under such names.
  z.refine((id) => !id.startsWith("#"), "a version id"),
);
const bucket = z
  .string("a bucket's name")
  .check(z.minLength(3, "a bucket's name"), z.maxLength(63, "a bucket's name"));
const size = z.optional(z.int("a size in bytes").check(z.gte(0, "a size in bytes")));
const text = z.optional(z.string("text"));
const name = z.string("an event's name");
const object = "an object";

/** A record of a bucket's own notification. Its key is encoded as in a form. */
export const S3Record = z.object(
  {
    eventSource: z.literal("aws:s3", "aws:s3"),
    eventName: name,
    eventTime: text,
    responseElements: z.optional(z.object({ "x-amz-request-id": text }, object)),
    s3: z.object(
      {
        bucket: z.object({ name: bucket }, object),
        object: z.object(
          {
            key: z.string("a key").check(z.minLength(1, "a key")),
            size,
            eTag: text,
            versionId: z.optional(version),
            sequencer: text,
          },
          object,
        ),
      },
      object,
    ),
  },
  object,
);
export type S3Record = z.infer<typeof S3Record>;

export const S3Notification = z.object({ Records: z.array(z.unknown(), "a list of records") });

/** What S3 sends when a notification is configured. */
export const TestEvent = z.object({ Event: z.literal("s3:TestEvent") });

/** S3's event by way of EventBridge. Its key is as it is. */
export const BusEvent = z.object({
  source: z.literal("aws.s3", "aws.s3"),
  "detail-type": name,
  time: text,
  detail: z.object(
    {
      bucket: z.object({ name: bucket }, object),
      object: z.object(
        { key, size, etag: text, "version-id": z.optional(version), sequencer: text },
        object,
      ),
      reason: text,
      "deletion-type": text,
      "request-id": text,
    },
    object,
  ),
});
export type BusEvent = z.infer<typeof BusEvent>;

/** A notification that came through an SNS topic. */
export const TopicMessage = z.object({ Type: z.literal("Notification"), Message: z.string() });

/** What this app sends itself, and what a person may write by hand. Its keys are as they are. */
export const OwnAnnouncement = z.object(
  {
    uploads: z
      .array(
        z.object(
          {
            bucket,
            key,
            version: z.optional(version),
            etag: text,
            size,
            sequencer: text,
            uploadedAt: z.optional(z.number("milliseconds since 1970")),
            correlation: text,
            revive: z.optional(z.number("milliseconds since 1970")),
          },
          object,
        ),
        "a list of uploads",
      )
      .check(z.minLength(1, "at least one upload")),
  },
  "an S3 event or an announcement",
);

/** Checks what a notification's key becomes once decoded. */
export const DecodedKey = key;
