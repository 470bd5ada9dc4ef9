import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import {
  GetObjectCommand,
  HeadBucketCommand,
  PutObjectCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { DynamoDBDocumentClient, GetCommand } from "@aws-sdk/lib-dynamodb";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import { describe, expect, test } from "vitest";
import { clientConfig, equip, s3Config } from "./config.ts";
import { EscapedEmulatorError } from "./errors.ts";
import { guardUrl } from "./guard.ts";
import { awsSettings } from "./settings.ts";
import { serve } from "./testing.ts";

const settings = awsSettings({ AWS_ENDPOINT_URL: "http://127.0.0.1:9" });
const credentials = { accessKeyId: "test", secretAccessKey: "test" };
/** A client that was misled: guarded for the emulator, but with the real service's address. */
const misled = { region: "us-east-1", credentials, maxAttempts: 1, endpoint: undefined };
const realQueue = "https://sqs.us-east-1.amazonaws.com/123456789012/orders";

describe("with an endpoint set, the guard", () => {
  test.each([
    [
      "S3",
      () => equip(new S3Client(misled), settings).send(new HeadBucketCommand({ Bucket: "b" })),
    ],
    [
      "DynamoDB",
      () =>
        DynamoDBDocumentClient.from(equip(new DynamoDBClient(misled), settings)).send(
          new GetCommand({ TableName: "t", Key: { key: "k" } }),
        ),
    ],
    [
      "SQS",
      () =>
        equip(new SQSClient(misled), settings).send(
          new SendMessageCommand({ QueueUrl: realQueue, MessageBody: "m" }),
        ),
    ],
    ["STS", () => equip(new STSClient(misled), settings).send(new GetCallerIdentityCommand({}))],
  ])("refuses a request of the %s client to AWS", async (_, send) => {
    await expect(send()).rejects.toThrow(EscapedEmulatorError);
    await expect(send()).rejects.toThrow(/amazonaws\.com.*127\.0\.0\.1:9/);
  });

  test("refuses a queue's URL on another host even from a client with the endpoint", async () => {
    // The SDK ignores a queue URL's host only while the endpoint is given in code.
    const sqs = equip(
      new SQSClient({ ...misled, useQueueUrlAsEndpoint: true, region: "eu-west-1" }),
      settings,
    );
    const send = new SendMessageCommand({ QueueUrl: realQueue, MessageBody: "m" });
    await expect(sqs.send(send)).rejects.toMatchObject({
      host: "sqs.us-east-1.amazonaws.com",
      code: "aws.escaped_emulator",
    });
  });

  test("lets the factory's SQS client reach the endpoint with a queue URL of AWS", async () => {
    await using emulator = await serve((_, res) =>
      res
        .writeHead(200, { "content-type": "application/x-amz-json-1.0" })
        .end(
          JSON.stringify({ MessageId: "1", MD5OfMessageBody: "6f8f57715090da2632453988d9a1501b" }),
        ),
    );
    const local = awsSettings({ AWS_ENDPOINT_URL: emulator.url });
    const sqs = equip(
      new SQSClient({ ...clientConfig(local), useQueueUrlAsEndpoint: false }),
      local,
    );
    const send = new SendMessageCommand({ QueueUrl: realQueue, MessageBody: "m" });
    await expect(sqs.send(send)).resolves.toMatchObject({ MessageId: "1" });
  });

  test("refuses to presign an address on AWS", async () => {
    const s3 = equip(new S3Client(misled), settings);
    const put = new PutObjectCommand({ Bucket: "b", Key: "k" });
    await expect(getSignedUrl(s3, put)).rejects.toThrow(EscapedEmulatorError);
  });

  test("presigns an address on the endpoint, bucket in the path", async () => {
    const s3 = equip(new S3Client(s3Config(settings)), settings);
    const url = await getSignedUrl(s3, new GetObjectCommand({ Bucket: "b", Key: "k" }));
    expect(new URL(url)).toMatchObject({ host: "127.0.0.1:9", pathname: "/b/k" });
  });

  test("refuses the host an access point or a bucket as host name would lead to", async () => {
    const named = awsSettings({ AWS_ENDPOINT_URL: "http://emulator.test:9" });
    const s3 = equip(new S3Client({ ...s3Config(named), forcePathStyle: false }), named);
    const get = new GetObjectCommand({ Bucket: "bucket", Key: "k" });
    await expect(s3.send(get)).rejects.toMatchObject({ host: "bucket.emulator.test:9" });
  });

  test("stays on the endpoint when an answer redirects to another region and host", async () => {
    const asked: string[] = [];
    await using emulator = await serve((req, res) => {
      asked.push(req.url ?? "");
      const location = "https://b.s3.eu-west-1.amazonaws.com/k";
      res.writeHead(301, { "x-amz-bucket-region": "eu-west-1", location }).end();
    });
    const local = awsSettings({ AWS_ENDPOINT_URL: emulator.url });
    const s3 = equip(new S3Client({ ...s3Config(local), followRegionRedirects: true }), local);
    await expect(s3.send(new HeadBucketCommand({ Bucket: "b" }))).rejects.toThrow();
    expect(asked).toEqual(["/b/", "/b/"]);
  });

  test("refuses after a retry what it would refuse at once", async () => {
    const s3 = equip(new S3Client({ ...misled, maxAttempts: 3 }), settings);
    await expect(s3.send(new HeadBucketCommand({ Bucket: "b" }))).rejects.toThrow(
      EscapedEmulatorError,
    );
  });

  test("holds an address made without a client to the endpoint", () => {
    expect(guardUrl("http://127.0.0.1:9/b", settings)).toBe("http://127.0.0.1:9/b");
    expect(() => guardUrl("https://b.s3.amazonaws.com/", settings)).toThrow(EscapedEmulatorError);
    expect(() => guardUrl("/b", settings)).toThrow(EscapedEmulatorError);
  });
});

describe("without an endpoint", () => {
  test("every host is allowed", async () => {
    const aws = awsSettings({});
    const s3 = equip(new S3Client(misled), aws);
    const url = await getSignedUrl(s3, new GetObjectCommand({ Bucket: "bucket", Key: "k" }));
    expect(new URL(url).host).toBe("bucket.s3.us-east-1.amazonaws.com");
    expect(guardUrl("https://sqs.us-east-1.amazonaws.com", aws)).toContain("amazonaws");
  });
});
