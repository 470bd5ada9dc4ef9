import { setTimeout as sleep } from "node:timers/promises";
import {
  CreateBucketCommand,
  PutBucketEncryptionCommand,
  PutBucketNotificationConfigurationCommand,
  PutBucketVersioningCommand,
} from "@aws-sdk/client-s3";
import { CreateQueueCommand } from "@aws-sdk/client-sqs";
import { deployPlainFunction } from "./plain-function.ts";
import type { Way } from "./travel.ts";
import type { World } from "./world.ts";

/** Deploys the plain handler with a queue and buckets of its own, set as the pipeline's are. */
export async function deployPlain(world: World, { isBare }: { isBare: boolean }): Promise<Way> {
  const id = `plain-${crypto.randomUUID().slice(0, 8)}`;
  const [staging, archive] = [`${id}-staging`, `${id}-archive`];
  for (const bucket of [staging, archive]) await makeBucket(bucket, world);
  const queueArn = `arn:aws:sqs:${world.config.region}:000000000000:${id}`;
  const queue = await makeQueue(id, queueArn, world);
  await deployPlainFunction(id, { staging, archive, queueArn, isBare }, world);
  const QueueConfigurations = [{ QueueArn: queueArn, Events: ["s3:ObjectCreated:*" as const] }];
  const NotificationConfiguration = { QueueConfigurations };
  await world.s3.send(
    new PutBucketNotificationConfigurationCommand({ Bucket: staging, NotificationConfiguration }),
  );
  // S3 sends a test message when it is told of a queue.
  await sleep(500);
  return { staging, archive, queue };
}

async function makeBucket(Bucket: string, { s3 }: World) {
  const VersioningConfiguration = { Status: "Enabled" as const };
  const byDefault = { ApplyServerSideEncryptionByDefault: { SSEAlgorithm: "AES256" as const } };
  const ServerSideEncryptionConfiguration = { Rules: [byDefault] };
  await s3.send(new CreateBucketCommand({ Bucket }));
  await s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration }));
  await s3.send(new PutBucketEncryptionCommand({ Bucket, ServerSideEncryptionConfiguration }));
}

async function makeQueue(QueueName: string, Resource: string, { sqs }: World) {
  const mayS3 = {
    Effect: "Allow",
    Principal: { Service: "s3.amazonaws.com" },
    Action: "sqs:SendMessage",
    Resource,
  };
  const Policy = JSON.stringify({ Version: "2012-10-17", Statement: [mayS3] });
  const Attributes = { VisibilityTimeout: "1800", Policy };
  const { QueueUrl = "" } = await sqs.send(new CreateQueueCommand({ QueueName, Attributes }));
  return QueueUrl;
}
