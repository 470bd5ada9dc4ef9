import { type QueueConfiguration } from "@aws-sdk/client-s3";
import { type Bucket, type Store, type Version } from "./store.ts";

export type EventName =
  | "ObjectCreated:Put"
  | "ObjectCreated:Copy"
  | "ObjectCreated:CompleteMultipartUpload"
  | "ObjectRemoved:Delete"
  | "ObjectRemoved:DeleteMarkerCreated"
  | "LifecycleExpiration:Delete"
  | "LifecycleExpiration:DeleteMarkerCreated";

/** Tells every queue that asked for such events of this key. */
export function notify(store: Store, bucket: Bucket, eventName: EventName, version: Version): void {
  const sequencer = store.nextSequencer();
  for (const configuration of bucket.notifications) {
    if (!wants(configuration, eventName, version.key)) continue;
    const object = objectOf(bucket, eventName, version);
    const record = eventRecord(store, bucket, {
      eventName,
      configurationId: configuration.Id ?? "modelled",
      object: { ...object, sequencer },
    });
    store.deliver(configuration.QueueArn ?? "", JSON.stringify({ Records: [record] }));
  }
}

/** What S3 sends to a queue when it is first configured. */
export function testEvent(store: Store, bucket: Bucket, queueArn: string): void {
  const Time = new Date(store.context.now()).toISOString();
  const ids = { RequestId: "MODELLED", HostId: "modelled" };
  const event = { Service: "Amazon S3", Event: "s3:TestEvent", Time, Bucket: bucket.name, ...ids };
  store.deliver(queueArn, JSON.stringify(event));
}

function wants({ Events = [], Filter }: QueueConfiguration, eventName: EventName, key: string) {
  const patterns: string[] = Events.map((event) => event.replace(/^s3:/, ""));
  const matches = (pattern: string) =>
    pattern.endsWith("*") ? eventName.startsWith(pattern.slice(0, -1)) : eventName === pattern;
  if (!patterns.some(matches)) return false;
  return (Filter?.Key?.FilterRules ?? []).every(({ Name = "", Value = "" }) =>
    Name.toLowerCase() === "prefix" ? key.startsWith(Value) : key.endsWith(Value),
  );
}

function objectOf(bucket: Bucket, eventName: EventName, version: Version) {
  const created = eventName.startsWith("ObjectCreated");
  return {
    key: encodeKey(version.key),
    ...(created && { size: version.body.length, eTag: version.etag.replaceAll('"', "") }),
    ...(bucket.versioning === "Enabled" && { versionId: version.versionId }),
  };
}

function eventRecord(
  { context }: Store,
  { name }: Bucket,
  {
    eventName,
    configurationId,
    object,
  }: { eventName: string; configurationId: string; object: object },
) {
  const bucket = { name, ownerIdentity: { principalId: "MODELLED" }, arn: `arn:aws:s3:::${name}` };
  return {
    eventVersion: "2.1",
    eventSource: "aws:s3",
    awsRegion: "us-east-1",
    eventTime: new Date(context.now()).toISOString(),
    eventName,
    userIdentity: { principalId: "AWS:MODELLED" },
    requestParameters: { sourceIPAddress: "127.0.0.1" },
    responseElements: { "x-amz-request-id": "MODELLED", "x-amz-id-2": "modelled" },
    s3: { s3SchemaVersion: "1.0", configurationId, bucket, object },
  };
}

/** As Java's URLEncoder does it: a space is a plus sign; `/` is left alone. */
function encodeKey(key: string): string {
  return encodeURIComponent(key)
    .replaceAll("%20", "+")
    .replaceAll("%2F", "/")
    .replace(/[!'()~]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
}
