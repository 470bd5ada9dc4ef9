import { CreateTableCommand } from "@aws-sdk/client-dynamodb";
import {
  CreateBucketCommand,
  PutBucketNotificationConfigurationCommand,
  PutBucketVersioningCommand,
} from "@aws-sdk/client-s3";
import { CreateQueueCommand, GetQueueAttributesCommand } from "@aws-sdk/client-sqs";
import { dynamodbModel } from "../../models/dynamodb/dynamodb.ts";
import { type CommandLike, type ModelContext, type ServiceModel } from "../../models/model.ts";
import { s3Model } from "../../models/s3/s3.ts";
import { sqsModel } from "../../models/sqs/sqs.ts";
import { trusted } from "../../models/trusted.ts";

export const staging = "staging-bucket";
export const archive = "archive-bucket";
export const ledgerTable = "Ledger";

/** Does a command at once, as somebody does to whom nothing happens. */
export async function ask<Answer>(model: ServiceModel, command: CommandLike): Promise<Answer> {
  const request = await model.prepare(command);
  return trusted(request.decode(await request.apply()));
}

/** The pipeline's buckets, queues and table in memory. `heard` is told of every event of S3. */
export async function buildServices(context: ModelContext, heard: (body: string) => void) {
  const sqs = sqsModel(context, { reorders: true });
  const [uploads, deadLetters] = [await queue(sqs, "Uploads"), await queue(sqs, "DeadLetters")];
  const deliver = (arn: string, body: string) => {
    heard(body);
    sqs.deliver(arn, body);
  };
  const s3 = s3Model(context, { deliver, limits: { single: 1024 ** 2, part: 1 } });
  await makeBuckets(s3, uploads.arn);
  const dynamodb = dynamodbModel(context, { lags: { index: 3_000, replica: 500 } });
  await makeLedger(dynamodb);
  return { s3, sqs, dynamodb, uploads, deadLetters };
}

async function queue(sqs: ServiceModel, QueueName: string) {
  const made = await ask<{ QueueUrl: string }>(sqs, new CreateQueueCommand({ QueueName }));
  const { QueueUrl } = made;
  const asked = new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["QueueArn"] });
  const { Attributes } = await ask<{ Attributes: { QueueArn: string } }>(sqs, asked);
  return { url: QueueUrl, arn: Attributes.QueueArn };
}

async function makeBuckets(s3: ServiceModel, QueueArn: string) {
  for (const Bucket of [staging, archive]) {
    await ask(s3, new CreateBucketCommand({ Bucket }));
    const VersioningConfiguration = { Status: "Enabled" as const };
    await ask(s3, new PutBucketVersioningCommand({ Bucket, VersioningConfiguration }));
  }
  const QueueConfigurations = [{ QueueArn, Events: ["s3:ObjectCreated:*" as const] }];
  const NotificationConfiguration = { QueueConfigurations };
  const put = { Bucket: staging, NotificationConfiguration };
  await ask(s3, new PutBucketNotificationConfigurationCommand(put));
}

async function makeLedger(dynamodb: ServiceModel) {
  const index = (IndexName: string, hash: string) => ({
    IndexName,
    KeySchema: keys(hash, "received_at"),
    Projection: { ProjectionType: "ALL" as const },
  });
  const table = new CreateTableCommand({
    TableName: ledgerTable,
    BillingMode: "PAY_PER_REQUEST",
    KeySchema: keys("key", "version"),
    AttributeDefinitions: [
      ...["key", "version", "owner", "owner_state"].map((name) => attribute(name)),
      attribute("received_at", "N"),
    ],
    GlobalSecondaryIndexes: [index("by_owner", "owner"), index("by_state", "owner_state")],
  });
  await ask(dynamodb, table);
}

const attribute = (AttributeName: string, AttributeType: "S" | "N" = "S") => ({
  AttributeName,
  AttributeType,
});
const keys = (hash: string, range: string) => [
  { AttributeName: hash, KeyType: "HASH" as const },
  { AttributeName: range, KeyType: "RANGE" as const },
];
