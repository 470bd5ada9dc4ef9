import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { HeadObjectCommand, S3Client } from "@aws-sdk/client-s3";
import {
  DynamoDBDocumentClient,
  PutCommand,
  QueryCommand,
  TransactWriteCommand,
} from "@aws-sdk/lib-dynamodb";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { clientConfig, equip, s3Config } from "./config.ts";
import { costOf } from "./cost.ts";
import { countRequest, metered } from "./meter.ts";
import { awsSettings } from "./settings.ts";
import { serve } from "./testing.ts";

type Answer = { status?: number; body: object };
let answers: Answer[] = [];
let emulator: Awaited<ReturnType<typeof serve>>;

beforeEach(async () => {
  answers = [];
  emulator = await serve((_, res) => {
    const { status = 200, body } = answers.shift() ?? { body: {} };
    res.writeHead(status, { "content-type": "application/x-amz-json-1.0" });
    res.end(JSON.stringify(body));
  });
});
afterEach(() => emulator[Symbol.asyncDispose]());

function table() {
  const settings = awsSettings({ AWS_ENDPOINT_URL: emulator.url });
  return DynamoDBDocumentClient.from(equip(new DynamoDBClient(clientConfig(settings)), settings));
}
const put = new PutCommand({ TableName: "t", Item: { key: "k" } });
const refusal = (type: string, more = {}) => ({
  status: 400,
  body: { __type: `com.amazonaws.dynamodb.v20120810#${type}`, ...more },
});
const units = (CapacityUnits: number) => ({ TableName: "t", CapacityUnits });

describe("the cost meter", () => {
  test("counts requests by operation and DynamoDB's units by kind", async () => {
    answers = [
      { body: { ConsumedCapacity: units(2) } },
      { body: { Items: [], ConsumedCapacity: units(0.5) } },
      { body: { ConsumedCapacity: [units(4), units(2)] } },
    ];
    const { counts } = await metered(async () => {
      await table().send(put);
      await table().send(new QueryCommand({ TableName: "t", KeyConditionExpression: "k" }));
      const TransactItems = [{ Put: { TableName: "t", Item: { key: "k" } } }];
      await table().send(new TransactWriteCommand({ TransactItems }));
    });
    expect(counts).toEqual({
      requests: { "dynamodb.PutItem": 1, "dynamodb.Query": 1, "dynamodb.TransactWriteItems": 1 },
      readUnits: 0.5,
      writeUnits: 8,
    });
  });

  test("counts every try of a retried request", async () => {
    answers = [
      { status: 500, body: {} },
      { status: 500, body: {} },
      { body: { ConsumedCapacity: units(1) } },
    ];
    const { counts } = await metered(() => table().send(put));
    expect(counts).toMatchObject({ requests: { "dynamodb.PutItem": 3 }, writeUnits: 1 });
  });

  test("counts a refused conditional write as one unit, a cancelled transaction as two an item", async () => {
    answers = [
      refusal("ConditionalCheckFailedException"),
      refusal("TransactionCanceledException", { CancellationReasons: [{}, {}] }),
    ];
    const { counts } = await metered(async () => {
      await expect(table().send(put)).rejects.toThrow();
      const TransactItems = [{ Put: { TableName: "t", Item: { key: "k" } } }];
      await expect(table().send(new TransactWriteCommand({ TransactItems }))).rejects.toThrow();
    });
    expect(counts.writeUnits).toBe(5);
  });

  test("keeps concurrent work apart and adds inner work to the outer", async () => {
    const outer = await metered(async () => {
      const inner = await Promise.all([
        metered(() => table().send(put)),
        metered(async () => countRequest("s3.PutObject", 2)),
      ]);
      return inner.map(({ counts }) => counts.requests);
    });
    expect(outer.result).toEqual([{ "dynamodb.PutItem": 1 }, { "s3.PutObject": 2 }]);
    expect(outer.counts.requests).toEqual({ "dynamodb.PutItem": 1, "s3.PutObject": 2 });
  });

  test("asks for consumed capacity only while it is on", async () => {
    const asked: string[] = [];
    await using listener = await serve((_, res, body) => {
      asked.push(body);
      res.end("{}");
    });
    const settings = awsSettings({ AWS_ENDPOINT_URL: listener.url });
    const client = equip(new DynamoDBClient(clientConfig(settings)), settings);
    const documents = DynamoDBDocumentClient.from(client);
    await documents.send(put);
    await metered(() => documents.send(put));
    expect(asked.map((body) => body.includes("ReturnConsumedCapacity"))).toEqual([false, true]);
  });

  test("counts S3 requests under the service's name", async () => {
    const settings = awsSettings({ AWS_ENDPOINT_URL: emulator.url });
    const s3 = equip(new S3Client(s3Config(settings)), settings);
    const head = new HeadObjectCommand({ Bucket: "b", Key: "k" });
    const { counts } = await metered(() => s3.send(head));
    expect(counts.requests).toEqual({ "s3.HeadObject": 1 });
  });
});

describe("the cost of what was counted", () => {
  test("follows the price list", () => {
    const requests = { "s3.PutObject": 1_000, "s3.GetObject": 1_000, "s3.DeleteObject": 5 };
    const cost = costOf({
      requests: { ...requests, "sqs.SendMessage": 1_000_000, "sts.AssumeRole": 9 },
      readUnits: 1_000_000,
      writeUnits: 1_000_000,
    });
    expect(cost.total).toBeCloseTo(0.005 + 0.0004 + 0.4 + 0.125 + 0.625, 10);
    expect(Object.keys(cost.parts)).not.toContain("s3.DeleteObject");
    expect(cost.unpriced).toEqual([]);
  });
  test("has a function's duration in it", () => {
    const nothing = { requests: {}, readUnits: 0, writeUnits: 0 };
    const { parts } = costOf(nothing, { lambdaGbSeconds: 1_000, architecture: "arm64" });
    expect(parts["lambda.duration"]).toBeCloseTo(0.0133334, 10);
  });
  test("names the operations it has no price for", () => {
    const counts = { requests: { "kinesis.PutRecord": 1 }, readUnits: 0, writeUnits: 0 };
    expect(costOf(counts)).toMatchObject({ total: 0, unpriced: ["kinesis.PutRecord"] });
  });
});
