import {
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  PutBucketNotificationConfigurationCommand,
  UploadPartCommand,
  type Event,
} from "@aws-sdk/client-s3";
import { DeleteMessageCommand, SetQueueAttributesCommand } from "@aws-sdk/client-sqs";
import { expect } from "vitest";
import { type Contract } from "./contract.ts";
import { put, type S3Subject } from "./s3/subject.ts";
import { makeQueue, receive, type SqsSubject, type TestQueue } from "./sqs/subject.ts";

/** A bucket of the check's own, and SQS. */
export type NotificationSubject = S3Subject & SqsSubject;

interface EventRecord {
  readonly eventName: string;
  readonly eventSource: string;
  readonly eventTime: string;
  readonly s3: {
    readonly bucket: { readonly name: string };
    readonly object: {
      readonly key: string;
      readonly size?: number;
      readonly eTag?: string;
      readonly versionId?: string;
      readonly sequencer: string;
    };
  };
}

/** What S3 tells a queue of its objects. */
export const notificationsContract: Contract<NotificationSubject> = {
  "a put is told with its key encoded, size, ETag without quotes, and version": async (subject) => {
    const queue = await listen(subject, ["s3:ObjectCreated:*"]);
    const { VersionId, ETag } = await put(subject, "ä b+c%.txt", "hello");
    const [record] = await events(subject, queue, 1);
    expect(record).toMatchObject({
      eventSource: "aws:s3",
      eventName: "ObjectCreated:Put",
      s3: {
        bucket: { name: subject.bucket },
        object: { size: 5, eTag: ETag?.replaceAll('"', ""), versionId: VersionId },
      },
    });
    const key = decodeURIComponent(record?.s3.object.key.replaceAll("+", " ") ?? "");
    expect(key).toBe(`${subject.prefix}ä b+c%.txt`);
    expect(Date.parse(record?.eventTime ?? "")).not.toBeNaN();
  },
  "a space is a plus sign, and a plus sign is %2B": async (subject) => {
    const queue = await listen(subject, ["s3:ObjectCreated:*"]);
    await put(subject, "a b+c", "x");
    const [record] = await events(subject, queue, 1);
    expect(record?.s3.object.key.slice(subject.prefix.length)).toBe("a+b%2Bc");
  },
  "later events of a key have larger sequencers, the shorter padded with zeros": async (
    subject,
  ) => {
    const queue = await listen(subject, ["s3:ObjectCreated:*"]);
    for (const body of ["1", "22", "333", "4444"]) await put(subject, "s", body);
    const records = await events(subject, queue, 4);
    const bySize = records.toSorted((a, b) => (a.s3.object.size ?? 0) - (b.s3.object.size ?? 0));
    const sequencers = bySize.map(({ s3 }) => s3.object.sequencer.toUpperCase().padEnd(64, "0"));
    expect(sequencers).toEqual([...new Set(sequencers)].toSorted());
    expect(sequencers).toHaveLength(4);
  },
  "a completed multipart upload is told once, as what it is": async (subject) => {
    const { s3, bucket: Bucket, prefix } = subject;
    const queue = await listen(subject, ["s3:ObjectCreated:*"]);
    const Key = `${prefix}parts`;
    const { UploadId } = await s3.send(new CreateMultipartUploadCommand({ Bucket, Key }));
    const part = { Bucket, Key, UploadId, PartNumber: 1 };
    const { ETag } = await s3.send(new UploadPartCommand({ ...part, Body: "hello" }));
    const MultipartUpload = { Parts: [{ PartNumber: 1, ETag }] };
    await s3.send(new CompleteMultipartUploadCommand({ Bucket, Key, UploadId, MultipartUpload }));
    const [record] = await events(subject, queue, 1);
    expect(record).toMatchObject({
      eventName: "ObjectCreated:CompleteMultipartUpload",
      s3: { object: { size: 5, eTag: expect.stringMatching(/^[0-9a-f]{32}-1$/) } },
    });
  },
  "a delete marker and a deleted version are told apart": async (subject) => {
    const { s3 } = subject;
    const queue = await listen(subject, ["s3:ObjectRemoved:*"]);
    const { key, address } = await put(subject, "d", "x");
    const marker = await s3.send(new DeleteObjectCommand(key));
    await s3.send(new DeleteObjectCommand(address));
    const records = await events(subject, queue, 2);
    const told = records.map(({ eventName, s3: { object } }) => [eventName, object.versionId]);
    expect(Object.fromEntries(told)).toEqual({
      "ObjectRemoved:Delete": address.VersionId,
      "ObjectRemoved:DeleteMarkerCreated": marker.VersionId,
    });
  },
  "only what the configuration asks for is told": async (subject) => {
    const { prefix } = subject;
    const queue = await listen(
      subject,
      ["s3:ObjectCreated:Put"],
      [
        { Name: "prefix", Value: `${prefix}in/` },
        { Name: "suffix", Value: ".csv" },
      ],
    );
    for (const name of ["out/a.csv", "in/a.txt", "in/a.csv"]) await put(subject, name, "x");
    const records = await events(subject, queue, 1);
    await subject.wait(500);
    records.push(...(await events(subject, queue, 0)));
    expect(records.map(({ s3 }) => s3.object.key)).toEqual([`${prefix}in/a.csv`]);
  },
};

/** Tells a new queue of the bucket's events. */
async function listen(
  subject: NotificationSubject,
  Events: Event[],
  FilterRules?: { Name: "prefix" | "suffix"; Value: string }[],
): Promise<TestQueue> {
  const queue = await makeQueue(subject, "events");
  const Policy = JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Principal: { Service: "s3.amazonaws.com" },
        Action: "sqs:SendMessage",
        Resource: queue.arn,
      },
    ],
  });
  const Attributes = { Policy };
  await subject.sqs.send(new SetQueueAttributesCommand({ QueueUrl: queue.url, Attributes }));
  const Filter = FilterRules && { Key: { FilterRules } };
  const QueueConfigurations = [{ QueueArn: queue.arn, Events, Filter }];
  await subject.s3.send(
    new PutBucketNotificationConfigurationCommand({
      Bucket: subject.bucket,
      NotificationConfiguration: { QueueConfigurations },
    }),
  );
  return queue;
}

/** Waits for so many records; test events are left out. */
async function events(subject: NotificationSubject, queue: TestQueue, count: number) {
  const seen: EventRecord[] = [];
  for (let tries = 0; tries < 50; tries++) {
    for (const { Body = "{}", ReceiptHandle } of await receive(subject, queue)) {
      const { Records = [] } = JSON.parse(Body) as { Records?: EventRecord[] };
      seen.push(...Records);
      await subject.sqs.send(new DeleteMessageCommand({ QueueUrl: queue.url, ReceiptHandle }));
    }
    if (seen.length >= count) return seen;
    await subject.wait(100);
  }
  return seen;
}
