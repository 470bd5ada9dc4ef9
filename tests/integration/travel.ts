import { GetCommand } from "@aws-sdk/lib-dynamodb";
import {
  ListObjectVersionsCommand,
  PutObjectCommand,
  type PutObjectCommandInput,
} from "@aws-sdk/client-s3";
import { SendMessageCommand } from "@aws-sdk/client-sqs";
import { expect } from "vitest";
import { clients, stack } from "./stack.ts";

/** A place in staging that no other test uses. */
export const newKey = (name: string) => `dev/test-${crypto.randomUUID()}/${name}`;

/** Puts an object into staging as its administrator; returns its version. */
export async function upload(
  Key: string,
  Body: string | Buffer,
  more: Partial<PutObjectCommandInput> = {},
) {
  const { VersionId = "" } = await clients().s3.send(
    new PutObjectCommand({ Bucket: stack().outputs.staging, Key, Body, ...more }),
  );
  return VersionId;
}

/** The ledger's record of one version, as it is now. */
export async function recordOf(key: string, version: string) {
  const { ledger } = stack().outputs;
  const { Item } = await clients().documents.send(
    new GetCommand({ TableName: ledger, Key: { key, version } }),
  );
  return Item;
}

/** Waits until the ledger says `state`; returns the record. */
export async function untilState(key: string, version: string, state: string) {
  await expect
    .poll(async () => (await recordOf(key, version))?.["state"], { timeout: 90_000, interval: 200 })
    .toBe(state);
  return (await recordOf(key, version)) ?? {};
}

/** All versions and delete markers of a key in a bucket, newest first. */
export async function versionsOf(bucket: "staging" | "archive", key: string) {
  const query = new ListObjectVersionsCommand({ Bucket: stack().outputs[bucket], Prefix: key });
  const { Versions = [] } = await clients().s3.send(query);
  return Versions.filter(({ Key }) => Key === key);
}

type Queue = "uploads" | "undelivered" | "expirations" | "deadLetters";

/** Sends a message to one of the app's queues, as a service or a person would. */
export async function say(queue: Queue, message: unknown) {
  const MessageBody = typeof message === "string" ? message : JSON.stringify(message);
  await clients().sqs.send(
    new SendMessageCommand({ QueueUrl: stack().outputs[queue], MessageBody }),
  );
}

interface Told {
  key: string;
  version: string;
  size?: number;
  eventName?: string;
  sequencer?: string;
}

/** S3's notification about one version. */
export const s3Event = ({
  key,
  version,
  size = 1,
  eventName = "ObjectCreated:Put",
  sequencer,
}: Told) => ({
  Records: [
    {
      eventVersion: "2.1",
      eventSource: "aws:s3",
      awsRegion: "us-east-1",
      eventTime: new Date().toISOString(),
      eventName,
      s3: {
        s3SchemaVersion: "1.0",
        bucket: { name: stack().outputs.staging },
        object: {
          key: encodeURIComponent(key).replaceAll("%20", "+"),
          size,
          eTag: "0".repeat(32),
          versionId: version,
          sequencer: sequencer ?? "0055AED6DCD90281E5",
        },
      },
    },
  ],
});
