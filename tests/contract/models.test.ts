import type { LambdaClient } from "@aws-sdk/client-lambda";
import type { S3Client } from "@aws-sdk/client-s3";
import type { SQSClient } from "@aws-sdk/client-sqs";
import type { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { describe } from "vitest";
import { clientOf } from "../models/client.ts";
import { dynamodbModel } from "../models/dynamodb/dynamodb.ts";
import { lambdaModel } from "../models/lambda/lambda.ts";
import { seededRandom } from "../models/random.ts";
import { sqsModel } from "../models/sqs/sqs.ts";
import { notificationsContract } from "./notifications.contract.ts";
import { sqsContract } from "./sqs.contract.ts";
import { s3Model } from "../models/s3/s3.ts";
import { checkContract } from "./contract.ts";
import { dynamodbContract } from "./dynamodb.contract.ts";
import { lambdaContract } from "./lambda.contract.ts";
import { s3Contract } from "./s3.contract.ts";
import { createSubjectBucket } from "./s3/subject.ts";
import { createSubjectTable } from "./dynamodb/subject.ts";

describe("the model of DynamoDB", () => {
  checkContract(dynamodbContract, async () => {
    let now = 0;
    const context = { now: () => now, random: seededRandom(1) };
    const model = dynamodbModel(context, { lags: { index: 1_000, replica: 100 } });
    const db = clientOf<DynamoDBDocumentClient>(model);
    await createSubjectTable(db, "Things");
    const eventually = async (check: () => Promise<void>) => {
      now += 1_000;
      await check();
    };
    return { db, table: "Things", pk: "partition", eventually };
  });
});

describe("the model of S3", () => {
  checkContract(s3Contract, async () => {
    const context = { now: () => Date.UTC(2026, 0, 1), random: seededRandom(1) };
    const s3 = clientOf<S3Client>(s3Model(context));
    await createSubjectBucket(s3, "things");
    return { s3, bucket: "things", prefix: "contract/" };
  });
});

describe("the model of SQS", () => {
  checkContract(sqsContract, async () => {
    const { context, wait } = passingTime();
    return { sqs: clientOf<SQSClient>(sqsModel(context)), name: "test", wait, made: () => {} };
  });
});

describe("the models of S3 and SQS together", () => {
  checkContract(notificationsContract, async () => {
    const { context, wait } = passingTime();
    const queues = sqsModel(context);
    const s3 = clientOf<S3Client>(
      s3Model(context, { deliver: (arn, body) => queues.deliver(arn, body) }),
    );
    await createSubjectBucket(s3, "things");
    const sqs = clientOf<SQSClient>(queues);
    return { s3, bucket: "things", prefix: "told/", sqs, name: "test", wait, made: () => {} };
  });
});

describe("the model of Lambda", () => {
  checkContract(lambdaContract, async () => {
    const { context, wait } = passingTime();
    const clock = { now: context.now, after: () => () => {} };
    const model = lambdaModel(clock, context.random, { updateLasts: 1_000 });
    model.configure("test");
    return { lambda: clientOf<LambdaClient>(model), functionName: "test", wait };
  });
});

function passingTime() {
  let now = Date.UTC(2026, 0, 1);
  const wait = async (ms: number) => {
    now += ms;
  };
  return { context: { now: () => now, random: seededRandom(1) }, wait };
}
