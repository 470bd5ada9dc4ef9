import { unquoted } from "../archive/head.ts";
import { correlationOf } from "../correlation.ts";
import { type Announcement } from "./announcement.ts";
import { type BusEvent, type S3Record } from "./shapes.ts";

/** What one notification record says; `key` is its key, decoded. Pure. */
export function fromRecord(record: S3Record, key: string): Announcement {
  const { bucket, object } = record.s3;
  const name = record.eventName.replace(/^s3:/, "");
  const where = { bucket: bucket.name, key, version: object.versionId };
  if (name === "LifecycleExpiration:Delete") return expired(where, name);
  if (!name.startsWith("ObjectCreated:")) return ignored(name);
  return uploaded({
    ...where,
    etag: unquoted(object.eTag),
    size: object.size,
    sequencer: object.sequencer,
    uploadedAt: timeOf(record.eventTime),
    correlation: correlationOf(record.responseElements?.["x-amz-request-id"]),
  });
}

/** What one EventBridge event says. Pure. */
export function fromBus({ detail, time, "detail-type": name }: BusEvent): Announcement {
  const { bucket, object } = detail;
  const where = { bucket: bucket.name, key: object.key, version: object["version-id"] };
  const isExpiry =
    name === "Object Deleted" &&
    detail.reason === "Lifecycle Expiration" &&
    detail["deletion-type"] === "Permanently Deleted";
  if (isExpiry) return expired(where, name);
  if (name !== "Object Created") return ignored(name);
  return uploaded({
    ...where,
    etag: unquoted(object.etag),
    size: object.size,
    sequencer: object.sequencer,
    uploadedAt: timeOf(time),
    correlation: correlationOf(detail["request-id"]),
  });
}

export const nothing: Announcement = { uploads: [], expired: [], ignored: [], broken: [] };
export const ignored = (name: string): Announcement => ({ ...nothing, ignored: [name] });

const uploaded = (upload: Announcement["uploads"][number]): Announcement => ({
  ...nothing,
  uploads: [upload],
});

// Without a version id it was a bucket without versions: nothing that the ledger knows.
function expired(
  { bucket, key, version }: { bucket: string; key: string; version?: string },
  name: string,
): Announcement {
  if (version === undefined) return ignored(name);
  return { ...nothing, expired: [{ bucket, key, version }] };
}

function timeOf(text: string | undefined): number | undefined {
  const ms = Date.parse(text ?? "");
  return Number.isNaN(ms) ? undefined : ms;
}
