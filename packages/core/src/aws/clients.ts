import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { S3Client } from "@aws-sdk/client-s3";
import { SQSClient } from "@aws-sdk/client-sqs";
import { STSClient } from "@aws-sdk/client-sts";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { clientConfig, equip, s3Config } from "./config.ts";

/** One client of each service for a process, made at its first use. */
export const s3Client = /* @__PURE__ */ once(() => equip(new S3Client(s3Config())));

export const documentClient = /* @__PURE__ */ once(() =>
  DynamoDBDocumentClient.from(equip(new DynamoDBClient(clientConfig())), {
    marshallOptions: { removeUndefinedValues: true },
  }),
);

// By default the SDK sends to the queue URL's own host, which an emulator may name as real AWS.
export const sqsClient = /* @__PURE__ */ once(() =>
  equip(new SQSClient({ ...clientConfig(), useQueueUrlAsEndpoint: false })),
);

export const stsClient = /* @__PURE__ */ once(() => equip(new STSClient(clientConfig())));

function once<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => (made ??= make());
}
