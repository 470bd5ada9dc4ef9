import { AddPermissionCommand } from "@aws-sdk/client-lambda";
import {
  CopyObjectCommand,
  type NotificationConfiguration,
  PutBucketNotificationConfigurationCommand,
  type QueueConfiguration,
} from "@aws-sdk/client-s3";
import { createPresignedPost } from "@aws-sdk/s3-presigned-post";
import { PutRuleCommand, PutTargetsCommand } from "@aws-sdk/client-eventbridge";
import * as z from "zod";
import { mustBe } from "../expect.ts";
import { makeBucket, putText } from "../make/bucket.ts";
import { makeFunction } from "../make/function.ts";
import { type MadeQueue, makeQueue, receive } from "../make/queue.ts";
import { removeRule } from "../make/rule.ts";
import { fails, probes } from "../probe.ts";
import { type World } from "../world.ts";

export const notificationProbes = probes("Notifications of buckets", {
  "notifications.queue": ["An upload is announced to a queue", toQueue],
  "notifications.sequencer": ["A key's sequencers grow from upload to upload", sequencer],
  "notifications.key": ["The key in it is form-encoded", encodedKey],
  "notifications.names": ["Put, Post and Copy are told apart", eventNames],
  "notifications.filter": ["Prefix and suffix choose what is announced", filter],
  "notifications.test": ["Setting one up sends a test event", testEvent],
  "notifications.function": ["An upload starts a function", toFunction, { limitMs: 45_000 }],
  "notifications.events": ["An upload is announced to EventBridge", toEventBridge],
});

const S3Event = z.object({
  Records: z.array(
    z.object({
      eventName: z.string(),
      s3: z.object({
        bucket: z.object({ name: z.string() }),
        object: z.object({
          key: z.string(),
          size: z.number().optional(),
          eTag: z.string().optional(),
          versionId: z.string().optional(),
          sequencer: z.string().optional(),
        }),
      }),
    }),
  ),
});

async function notify(world: World, Bucket: string, config: NotificationConfiguration) {
  const set = { Bucket, NotificationConfiguration: config };
  await world.s3.send(new PutBucketNotificationConfigurationCommand(set));
}

async function watched(world: World, more: Partial<QueueConfiguration> = {}) {
  const bucket = await makeBucket(world, { versioned: true });
  const queue = await makeQueue(world);
  const config = { QueueArn: queue.arn, Events: ["s3:ObjectCreated:*" as const], ...more };
  await notify(world, bucket, { QueueConfigurations: [config] });
  return { bucket, queue };
}

async function announced(world: World, queue: MadeQueue, count = 1) {
  const messages = await receive(world, queue, {
    count,
    wanted: (body) => body.includes("Records"),
  });
  return messages.flatMap(({ Body = "" }) => S3Event.parse(JSON.parse(Body)).Records);
}

async function toQueue(world: World) {
  const { bucket, queue } = await watched(world);
  const { ETag, VersionId } = await putText(world, bucket, "a", "text");
  const [record] = await announced(world, queue);
  const { key, size, eTag, versionId } = record?.s3.object ?? { key: "" };
  mustBe([record?.s3.bucket.name === bucket, key, size], [true, "a", 4], "bucket, key and size");
  mustBe(eTag === ETag?.replaceAll('"', ""), true, "its ETag is the object's");
  mustBe(versionId === VersionId && versionId !== undefined, true, "its version is the object's");
}

async function sequencer(world: World) {
  const { bucket, queue } = await watched(world);
  const versions: (string | undefined)[] = [];
  for (const text of ["1", "2", "3"]) {
    versions.push((await putText(world, bucket, "a", text)).VersionId);
  }
  const records = await announced(world, queue, 3);
  const inOrder = versions.map((version) => {
    const found = records.find(({ s3 }) => s3.object.versionId === version);
    return (found?.s3.object.sequencer ?? "").toUpperCase().padEnd(64, "0");
  });
  if (new Set(inOrder).size < 3) fails("the sequencers are the same");
  mustBe(inOrder.toSorted(), inOrder, "they grow");
}

async function encodedKey(world: World) {
  const { bucket, queue } = await watched(world);
  const keys = ["a b/c+d.txt", "ü%20&=.txt"];
  for (const key of keys) await putText(world, bucket, key);
  const records = await announced(world, queue, 2);
  const found = records.map(({ s3 }) => s3.object.key).toSorted();
  mustBe(found, ["%C3%BC%2520%26%3D.txt", "a+b/c%2Bd.txt"], "the keys");
}

async function eventNames(world: World) {
  const { bucket, queue } = await watched(world);
  await putText(world, bucket, "a");
  const copy = { Bucket: bucket, Key: "b", CopySource: `${bucket}/a` };
  await world.s3.send(new CopyObjectCommand(copy));
  const post = await createPresignedPost(world.s3, { Bucket: bucket, Key: "c" });
  const form = new FormData();
  for (const [name, value] of Object.entries(post.fields)) form.append(name, value);
  form.append("file", new Blob(["x"]), "file");
  await fetch(post.url, { method: "POST", body: form });
  const records = await announced(world, queue, 3);
  const names = records.map(({ eventName, s3 }) => `${s3.object.key} ${eventName}`).toSorted();
  const expected = ["a ObjectCreated:Put", "b ObjectCreated:Copy", "c ObjectCreated:Post"];
  mustBe(names, expected, "their names");
}

async function filter(world: World) {
  const FilterRules = [
    { Name: "prefix", Value: "in/" },
    { Name: "suffix", Value: ".csv" },
  ] as const;
  const Filter = { Key: { FilterRules: FilterRules.map((rule) => ({ ...rule })) } };
  const { bucket, queue } = await watched(world, { Filter });
  for (const key of ["out/a.csv", "in/a.txt", "in/a.csv"]) await putText(world, bucket, key);
  const records = await announced(world, queue);
  mustBe(
    records.map(({ s3 }) => s3.object.key),
    ["in/a.csv"],
    "what is announced",
  );
}

async function testEvent(world: World) {
  const { queue } = await watched(world);
  const [message] = await receive(world, queue, { withinMs: 8_000 });
  mustBe(JSON.parse(message?.Body ?? "{}").Event, "s3:TestEvent", "its event");
}

async function toFunction(world: World) {
  const bucket = await makeBucket(world);
  const queue = await makeQueue(world);
  const made = await makeFunction(world, "await tell(JSON.stringify(event));", { tells: queue });
  await world.lambda.send(
    new AddPermissionCommand({
      FunctionName: made.name,
      StatementId: "bucket",
      Action: "lambda:InvokeFunction",
      Principal: "s3.amazonaws.com",
      SourceArn: `arn:aws:s3:::${bucket}`,
    }),
  );
  const Events = ["s3:ObjectCreated:*" as const];
  await notify(world, bucket, {
    LambdaFunctionConfigurations: [{ LambdaFunctionArn: made.arn, Events }],
  });
  await putText(world, bucket, "a");
  const [record] = await announced(world, queue);
  mustBe(record?.s3.object.key, "a", "the key it got");
}

async function toEventBridge(world: World) {
  const bucket = await makeBucket(world);
  const queue = await makeQueue(world);
  await notify(world, bucket, { EventBridgeConfiguration: {} });
  const Name = world.name("rule");
  const EventPattern = JSON.stringify({
    source: ["aws.s3"],
    "detail-type": ["Object Created"],
    detail: { bucket: { name: [bucket] } },
  });
  await world.events.send(new PutRuleCommand({ Name, EventPattern }));
  removeRule(world, Name, ["1"]);
  const Targets = [{ Id: "1", Arn: queue.arn }];
  await world.events.send(new PutTargetsCommand({ Rule: Name, Targets }));
  await putText(world, bucket, "a b+ü.txt");
  const [message] = await receive(world, queue);
  const { detail } = JSON.parse(message?.Body ?? "{}");
  mustBe(detail?.object?.key, "a b+ü.txt", "the key, not encoded");
}
