import { setTimeout } from "node:timers/promises";
import { DeleteTableCommand } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { DeleteFunctionCommand } from "@aws-sdk/client-lambda";
import { afterAll, beforeAll, describe, expect } from "vitest";
import { checkContract } from "../contract/contract.ts";
import { deviationsOf } from "../contract/deviations.ts";
import { dynamodbContract } from "../contract/dynamodb.contract.ts";
import { lambdaContract } from "../contract/lambda.contract.ts";
import { s3Contract } from "../contract/s3.contract.ts";
import { createSubjectBucket, removeSubjectBucket } from "../contract/s3/subject.ts";
import { notificationsContract } from "../contract/notifications.contract.ts";
import { sqsContract } from "../contract/sqs.contract.ts";
import { removeQueue } from "../contract/sqs/subject.ts";
import { createSubjectTable } from "../contract/dynamodb/subject.ts";
import { makeIdleFunction } from "./idle-function.ts";
import { clients, stack } from "./stack.ts";

// What the models promise, asked of a real service: so that they don't lie.
const { kind } = stack();
const { dynamodb, lambda, s3, sqs } = clients();
// As core's own client is set.
const marshallOptions = { removeUndefinedValues: true };
const documents = DynamoDBDocumentClient.from(dynamodb, { marshallOptions });
const unique = () => crypto.randomUUID().slice(0, 18);
const eventually = (check: () => Promise<void>) =>
  expect.poll(async () => check().then(() => "held"), { timeout: 20_000 }).toBe("held");

describe(`DynamoDB on ${kind}`, () => {
  const table = `contract-${unique()}`;
  beforeAll(async () => createSubjectTable(documents, table));
  afterAll(async () => documents.send(new DeleteTableCommand({ TableName: table })));
  checkContract(
    dynamodbContract,
    async () => ({ db: documents, table, pk: unique(), eventually }),
    deviationsOf(kind).dynamodb,
  );
});

describe(`S3 on ${kind}`, () => {
  const bucket = `contract-${unique()}`;
  beforeAll(async () => createSubjectBucket(s3, bucket));
  afterAll(async () => removeSubjectBucket(s3, bucket));
  checkContract(
    s3Contract,
    async () => ({ s3, bucket, prefix: `${unique()}/` }),
    deviationsOf(kind).s3,
  );
});

const wait = (ms: number) => setTimeout(ms);

describe(`SQS on ${kind}`, () => {
  const made: string[] = [];
  afterAll(async () => removeQueues(made));
  checkContract(
    sqsContract,
    async () => ({ sqs, name: `contract-${unique()}`, wait, made: (url) => made.push(url) }),
    deviationsOf(kind).sqs,
  );
});

describe(`S3 and SQS together on ${kind}`, () => {
  const made: string[] = [];
  const buckets: string[] = [];
  afterAll(async () => {
    for (const bucket of buckets) await removeSubjectBucket(s3, bucket);
    await removeQueues(made);
  });
  checkContract(
    notificationsContract,
    async () => {
      const name = `contract-${unique()}`;
      buckets.push(name);
      await createSubjectBucket(s3, name);
      return { s3, bucket: name, prefix: "told/", sqs, name, wait, made: (url) => made.push(url) };
    },
    deviationsOf(kind).notifications,
  );
});

describe(`Lambda on ${kind}`, () => {
  const made: string[] = [];
  afterAll(async () => {
    for (const FunctionName of made) await lambda.send(new DeleteFunctionCommand({ FunctionName }));
  });
  checkContract(
    lambdaContract,
    async () => {
      const functionName = await makeIdleFunction(`contract-${unique()}`);
      made.push(functionName);
      return { lambda, functionName, wait };
    },
    deviationsOf(kind).lambda,
  );
});

async function removeQueues(urls: readonly string[]) {
  for (const url of urls) await removeQueue(sqs, url);
}
