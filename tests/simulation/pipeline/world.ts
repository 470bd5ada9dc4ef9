import {
  CreateBucketCommand,
  PutBucketNotificationConfigurationCommand,
  PutBucketVersioningCommand,
} from "@aws-sdk/client-s3";
import { CreateTableCommand } from "@aws-sdk/client-dynamodb";
import {
  CreateQueueCommand,
  GetQueueAttributesCommand,
  type GetQueueAttributesCommandOutput,
} from "@aws-sdk/client-sqs";
import { dynamodbModel } from "../../models/dynamodb/dynamodb.ts";
import { type CommandLike, type ServiceModel } from "../../models/model.ts";
import { s3Model, type S3Model } from "../../models/s3/s3.ts";
import { sqsModel, type SqsModel } from "../../models/sqs/sqs.ts";
import { trusted } from "../../models/trusted.ts";
import { type Simulation } from "../harness.ts";

export const names = {
  staging: "staging-bucket",
  archive: "archive-bucket",
  ledger: "Ledger",
} as const;

export interface QueueAddress {
  readonly url: string;
  readonly arn: string;
}

/** The services as the pipeline's infrastructure sets them up. */
export interface World {
  readonly s3: S3Model;
  readonly sqs: SqsModel;
  readonly dynamodb: ServiceModel;
  readonly uploads: QueueAddress;
  readonly undelivered: QueueAddress;
  readonly parking: QueueAddress;
  readonly expirations: QueueAddress;
  readonly ecs: ServiceModel;
}

export interface WorldOptions {
  /** Takes an S3 event on its way to a queue. */
  readonly deliver: (queueArn: string, body: string) => void;
  readonly duplicates: number;
  readonly ecs: ServiceModel;
  /** Receives of a message before it counts as undeliverable. */
  readonly maxReceives: number;
}

/** Does a command at once, as somebody does to whom nothing happens. */
export async function ask<Answer>(model: ServiceModel, command: CommandLike): Promise<Answer> {
  const request = await model.prepare(command);
  return trusted(request.decode(await request.apply()));
}

export async function buildWorld(
  { context }: Simulation,
  { deliver, duplicates, maxReceives, ecs }: WorldOptions,
): Promise<World> {
  const sqs = sqsModel(context, { reorders: true, duplicates });
  const parking = await makeQueue(sqs, "TransformDeadLetters");
  const undelivered = await makeQueue(sqs, "UploadsUndelivered", { to: parking, after: 50 });
  const uploads = await makeQueue(sqs, "Uploads", { to: undelivered, after: maxReceives });
  const s3 = s3Model(context, { deliver, limits: { single: 1024 ** 2, part: 1 } });
  const expirations = await makeQueue(sqs, "Expirations", { to: parking, after: 50 });
  await makeBuckets(s3, { uploads, expirations });
  const dynamodb = dynamodbModel(context, { lags: { index: 3_000, replica: 500 } });
  await makeLedger(dynamodb);
  return { s3, sqs, dynamodb, ecs, uploads, undelivered, parking, expirations };
}

async function makeQueue(
  sqs: SqsModel,
  QueueName: string,
  redrive?: { to: QueueAddress; after: number },
): Promise<QueueAddress> {
  const policy = redrive && {
    deadLetterTargetArn: redrive.to.arn,
    maxReceiveCount: redrive.after,
  };
  const Attributes = {
    VisibilityTimeout: "120",
    MessageRetentionPeriod: "1209600",
    ...(policy && { RedrivePolicy: JSON.stringify(policy) }),
  };
  const { QueueUrl: url } = await ask<{ QueueUrl: string }>(
    sqs,
    new CreateQueueCommand({ QueueName, Attributes }),
  );
  const asked = new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ["QueueArn"] });
  const answer = await ask<GetQueueAttributesCommandOutput>(sqs, asked);
  return { url, arn: answer.Attributes?.QueueArn ?? "" };
}

async function makeBuckets(
  s3: S3Model,
  { uploads, expirations }: { uploads: QueueAddress; expirations: QueueAddress },
): Promise<void> {
  for (const Bucket of [names.staging, names.archive]) {
    await ask(s3, new CreateBucketCommand({ Bucket }));
    const VersioningConfiguration = { Status: "Enabled" as const };
    await ask(s3, new PutBucketVersioningCommand({ Bucket, VersioningConfiguration }));
  }
  const created = { QueueArn: uploads.arn, Events: ["s3:ObjectCreated:*" as const] };
  const expired = { QueueArn: expirations.arn, Events: ["s3:LifecycleExpiration:*" as const] };
  await ask(
    s3,
    new PutBucketNotificationConfigurationCommand({
      Bucket: names.staging,
      NotificationConfiguration: { QueueConfigurations: [created, expired] },
    }),
  );
}

function index(name: string, hash: string) {
  return {
    IndexName: name,
    KeySchema: [
      { AttributeName: hash, KeyType: "HASH" as const },
      { AttributeName: "received_at", KeyType: "RANGE" as const },
    ],
    Projection: { ProjectionType: "ALL" as const },
  };
}

async function makeLedger(dynamodb: ServiceModel): Promise<void> {
  await ask(
    dynamodb,
    new CreateTableCommand({
      TableName: names.ledger,
      BillingMode: "PAY_PER_REQUEST",
      KeySchema: [
        { AttributeName: "key", KeyType: "HASH" },
        { AttributeName: "version", KeyType: "RANGE" },
      ],
      AttributeDefinitions: [
        { AttributeName: "key", AttributeType: "S" },
        { AttributeName: "version", AttributeType: "S" },
        { AttributeName: "owner", AttributeType: "S" },
        { AttributeName: "owner_state", AttributeType: "S" },
        { AttributeName: "received_at", AttributeType: "N" },
      ],
      GlobalSecondaryIndexes: [index("by_owner", "owner"), index("by_state", "owner_state")],
    }),
  );
}
