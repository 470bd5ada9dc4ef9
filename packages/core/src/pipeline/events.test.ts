import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { InvalidInputError } from "../errors.ts";
import { announce } from "./events/announcement.ts";
import { decodeKey, parseEvent } from "./events.ts";

const at = "2026-01-02T03:04:05.678Z";
const object = (facts: object = {}) => ({
  key: "alice/a+b%2Bc.txt",
  size: 3,
  eTag: "abc",
  versionId: "v1",
  sequencer: "0A",
  ...facts,
});
const record = (facts: object = {}, changes: object = {}) => ({
  eventSource: "aws:s3",
  eventName: "ObjectCreated:Put",
  eventTime: at,
  responseElements: { "x-amz-request-id": "REQUEST1" },
  s3: { bucket: { name: "staging" }, object: object(facts) },
  ...changes,
});
const busEvent = (changes: object = {}, detail: object = {}) => ({
  source: "aws.s3",
  "detail-type": "Object Created",
  time: at,
  detail: {
    bucket: { name: "staging" },
    object: { key: "alice/a+b%2Bc.txt", size: 3, etag: "abc", "version-id": "v1", sequencer: "0A" },
    "request-id": "REQUEST1",
    ...detail,
  },
  ...changes,
});
const issueOf = (event: unknown) => {
  try {
    parseEvent(event);
  } catch (error) {
    if (error instanceof InvalidInputError) return error.issues[0];
    throw error;
  }
  return undefined;
};

describe("an event", () => {
  const upload = {
    bucket: "staging",
    key: "alice/a b+c.txt",
    version: "v1",
    etag: "abc",
    size: 3,
    sequencer: "0A",
    uploadedAt: Date.parse(at),
    correlation: "REQUEST1",
  };

  test("of a bucket announces an upload, its key decoded", () => {
    const event = { Records: [record()] };
    expect(parseEvent(event).uploads).toEqual([upload]);
    expect(parseEvent(JSON.stringify(event)).uploads).toEqual([upload]);
  });

  test("that came through a topic is the same", () => {
    const Message = JSON.stringify({ Records: [record()] });
    expect(parseEvent({ Type: "Notification", Message }).uploads).toEqual([upload]);
  });

  test("of EventBridge has its key as it is", () => {
    const raw = { ...upload, key: "alice/a+b%2Bc.txt" };
    expect(parseEvent(busEvent()).uploads).toEqual([raw]);
  });

  test("of this app's own making is read back as it was", () => {
    expect(parseEvent(announce([upload])).uploads).toEqual([upload]);
    const byHand = { uploads: [{ bucket: "staging", key: "alice/a b" }] };
    expect(parseEvent(byHand).uploads).toEqual(byHand.uploads);
  });

  test("without a version means the current one", () => {
    const [announced] = parseEvent({ Records: [record({ versionId: undefined })] }).uploads;
    expect(announced).toMatchObject({ key: "alice/a b+c.txt", version: undefined });
  });

  test.each([
    "ObjectCreated:Copy",
    "ObjectCreated:CompleteMultipartUpload",
    "s3:ObjectCreated:Put",
  ])("named %s is an upload", (eventName) => {
    expect(parseEvent({ Records: [record({}, { eventName })] }).uploads).toHaveLength(1);
  });

  test.each([
    "ObjectRemoved:Delete",
    "ObjectTagging:Put",
    "LifecycleExpiration:DeleteMarkerCreated",
  ])("named %s is ignored, by name", (eventName) => {
    const { uploads, ignored } = parseEvent({ Records: [record({}, { eventName })] });
    expect({ uploads, ignored }).toEqual({ uploads: [], ignored: [eventName] });
  });

  test("that S3 sends as a test is ignored", () => {
    const sent = { Service: "Amazon S3", Event: "s3:TestEvent", Bucket: "staging" };
    expect(parseEvent(sent)).toMatchObject({ uploads: [], ignored: ["s3:TestEvent"] });
  });

  test("of a lifecycle rule says which version expired", () => {
    const version = { bucket: "staging", key: "alice/a b+c.txt", version: "v1" };
    const eventName = "LifecycleExpiration:Delete";
    expect(parseEvent({ Records: [record({}, { eventName })] }).expired).toEqual([version]);
    const gone = { reason: "Lifecycle Expiration", "deletion-type": "Permanently Deleted" };
    const event = busEvent({ "detail-type": "Object Deleted" }, gone);
    expect(parseEvent(event).expired).toEqual([{ ...version, key: "alice/a+b%2Bc.txt" }]);
  });

  test("that only marks or deletes by request is ignored", () => {
    const marked = { reason: "Lifecycle Expiration", "deletion-type": "Delete Marker Created" };
    for (const detail of [marked, { reason: "DeleteObject" }]) {
      const event = busEvent({ "detail-type": "Object Deleted" }, detail);
      expect(parseEvent(event)).toMatchObject({ expired: [], ignored: ["Object Deleted"] });
    }
  });

  test("carries no correlation id that would spoil a log line", () => {
    const responseElements = { "x-amz-request-id": 'a"\n{}' };
    const [upload1] = parseEvent({ Records: [record({}, { responseElements })] }).uploads;
    expect(upload1?.correlation).toBeUndefined();
  });
});

describe("an event that can't be read", () => {
  test.each([
    ["{nonsense", "(whole)", "JSON"],
    [{}, "uploads", "a list of uploads"],
    [null, "(whole)", "an S3 event or an announcement"],
    [{ Records: "x" }, "Records", "a list of records"],
    [{ Records: [record({}, { eventSource: "aws:sqs" })] }, "Records.0.eventSource", "aws:s3"],
    [{ Records: [record({ key: "" })] }, "Records.0.s3.object.key", "a key"],
    [
      { Records: [record({ key: "%E0%A4%A" })] },
      "Records.0.s3.object.key",
      "a percent-encoded key",
    ],
    [
      { Records: [record({ key: "x".repeat(1025) })] },
      "Records.0.s3.object.key",
      "at most 1,024 bytes",
    ],
    [
      { Records: [record({ versionId: "#lane" })] },
      "Records.0.s3.object.versionId",
      "a version id",
    ],
    [{ Records: [record({ size: -1 })] }, "Records.0.s3.object.size", "a size in bytes"],
    [busEvent({ detail: {} }), "detail.bucket", "an object"],
    [{ uploads: [] }, "uploads", "at least one upload"],
    [{ uploads: [{ bucket: "staging", key: 5 }] }, "uploads.0.key", "a key"],
  ])("names the field and what was expected: %j", (event, field, expected) => {
    expect(issueOf(event)).toMatchObject({ field, expected });
  });

  test("shows the value it found", () => {
    expect(issueOf({ Records: [record({ size: -1 })] })?.value).toBe(-1);
  });

  test("in part leaves the other records usable", () => {
    const broken = record({ key: "" });
    const { uploads, broken: found } = parseEvent({ Records: [record(), broken] });
    expect(uploads).toHaveLength(1);
    expect(found.map(({ body }) => JSON.parse(body))).toEqual([{ Records: [broken] }]);
    expect(found[0]?.error.issues[0]?.field).toBe("Records.1.s3.object.key");
  });

  test("gets a typed error whatever it is", () => {
    const anything = fc.oneof(
      fc.anything(),
      fc.json(),
      fc.string(),
      fc.record({ Records: fc.array(fc.anything()) }),
      fc.record({
        Records: fc.array(fc.record({ eventSource: fc.constant("aws:s3"), s3: fc.object() })),
      }),
      fc.record({ "detail-type": fc.string(), detail: fc.anything() }),
      fc.record({ uploads: fc.anything() }),
    );
    fc.assert(
      fc.property(anything, (event) => {
        try {
          const { uploads } = parseEvent(event);
          for (const { key, version } of uploads) {
            expect(Buffer.byteLength(key)).toBeLessThanOrEqual(1024);
            expect(version?.startsWith("#")).not.toBe(true);
          }
        } catch (error) {
          expect(error).toBeInstanceOf(InvalidInputError);
        }
      }),
      { numRuns: 1_000 },
    );
  });
});

describe("a notification's key", () => {
  const keys = fc.string({ unit: "grapheme", minLength: 1, maxLength: 200 });

  test("is what S3 encoded, for any key", () => {
    fc.assert(
      fc.property(keys, (key) => {
        fc.pre(Buffer.byteLength(key) <= 1024);
        const encoded = encodeURIComponent(key).replaceAll("%20", "+").replaceAll("%2F", "/");
        expect(decodeKey(encoded)).toBe(key);
      }),
    );
  });
});
