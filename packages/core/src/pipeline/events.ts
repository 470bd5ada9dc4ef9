import { InvalidInputError } from "../errors.ts";
import { type Announcement } from "./events/announcement.ts";
import { fromBus, fromRecord, ignored, nothing } from "./events/records.ts";
import {
  BusEvent,
  DecodedKey,
  OwnAnnouncement,
  S3Notification,
  S3Record,
  TestEvent,
  TopicMessage,
} from "./events/shapes.ts";
import { parseInput } from "./parse.ts";

/**
 * Reads what a message announces: the body of a queue's message, a bare S3 event, S3's event by
 * way of EventBridge or SNS, S3's test event, or an announcement of this app's own making
 * (`{ "uploads": [{ bucket, key, version? }] }`).
 *
 * Keys of notifications are decoded (`+` is a space, then percent); EventBridge's are as they
 * are. Unknown event names are `ignored`; a record that can't be read beside others that can is
 * `broken`. Throws `InvalidInputError`, which names the field, its value and what was expected,
 * when nothing of it can be read.
 */
export function parseEvent(message: unknown): Announcement {
  const event = typeof message === "string" ? parseJson(message) : message;
  if (TestEvent.safeParse(event).success) return ignored("s3:TestEvent");
  const topic = TopicMessage.safeParse(event);
  if (topic.success) return parseEvent(parseJson(topic.data.Message));
  if (has(event, "Records")) return parseNotification(event);
  if (has(event, "detail-type")) return fromBus(parseInput(BusEvent, event));
  const { uploads } = parseInput(OwnAnnouncement, event);
  return { ...nothing, uploads };
}

function parseNotification(event: unknown): Announcement {
  const { Records } = parseInput(S3Notification, event);
  const said = Records.map(readRecord);
  const broken = said.flatMap((one) => one.broken);
  if (broken[0] && broken.length === said.length) throw broken[0].error;
  return {
    uploads: said.flatMap(({ uploads }) => uploads),
    expired: said.flatMap(({ expired }) => expired),
    ignored: said.flatMap((one) => one.ignored),
    broken,
  };
}

function readRecord(record: unknown, index: number): Announcement {
  const at = `Records.${index}`;
  try {
    const valid = parseInput(S3Record, record, at);
    return fromRecord(valid, decodeKey(valid.s3.object.key, `${at}.s3.object.key`));
  } catch (error) {
    if (!(error instanceof InvalidInputError)) throw error;
    return { ...nothing, broken: [{ body: JSON.stringify({ Records: [record] }), error }] };
  }
}

/** A notification's key as it was before S3 encoded it. Throws `InvalidInputError`. */
export function decodeKey(encoded: string, field = "key"): string {
  try {
    return parseInput(DecodedKey, decodeURIComponent(encoded.replaceAll("+", " ")), field);
  } catch (error) {
    if (!(error instanceof URIError)) throw error;
    throw new InvalidInputError([{ field, value: encoded, expected: "a percent-encoded key" }]);
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new InvalidInputError([{ field: "(whole)", value: text, expected: "JSON" }]);
  }
}

const has = (event: unknown, name: string) =>
  typeof event === "object" && event !== null && name in event;
