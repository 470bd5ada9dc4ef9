import { CloudWatchClient } from "@aws-sdk/client-cloudwatch";
import { CloudWatchLogsClient } from "@aws-sdk/client-cloudwatch-logs";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { IAMClient } from "@aws-sdk/client-iam";
import { LambdaClient } from "@aws-sdk/client-lambda";
import { S3Client } from "@aws-sdk/client-s3";
import { SchedulerClient } from "@aws-sdk/client-scheduler";
import { SNSClient } from "@aws-sdk/client-sns";
import { SQSClient } from "@aws-sdk/client-sqs";
import { STSClient } from "@aws-sdk/client-sts";
import type { Where } from "./resource-type.ts";

/** Where an emulator listens and who we are there. */
export interface Target {
  /** `http://127.0.0.1:4566`. */
  endpoint: string;
  /** What functions get as `AWS_ENDPOINT_URL`; nothing where the emulator sets it itself. */
  functionEndpoint: string | undefined;
  region: string;
  credentials: { accessKeyId: string; secretAccessKey: string };
}

/** The clients of one deployment. They are given the emulator's endpoint and can't reach anything else. */
export function connect({ endpoint, functionEndpoint, region, credentials }: Target) {
  const config = { endpoint, region, credentials, maxAttempts: 5 };
  return {
    functionEndpoint,
    where: { account: "000000000000", region, partition: "aws" } satisfies Where,
    cloudwatch: new CloudWatchClient(config),
    logs: new CloudWatchLogsClient(config),
    dynamodb: new DynamoDBClient(config),
    iam: new IAMClient(config),
    lambda: new LambdaClient(config),
    s3: new S3Client({
      ...config,
      forcePathStyle: true,
      requestChecksumCalculation: "WHEN_REQUIRED",
    }),
    scheduler: new SchedulerClient(config),
    sns: new SNSClient(config),
    // Else the client calls the queue URL's own host, which may be the real one.
    sqs: new SQSClient({ ...config, useQueueUrlAsEndpoint: false }),
    sts: new STSClient(config),
  };
}

export type Aws = ReturnType<typeof connect>;

/** Runs `work`; `undefined` where the emulator says that what it asks for isn't there. */
export async function unlessMissing<T>(work: Promise<T>): Promise<T | undefined> {
  try {
    return await work;
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

/** Runs `work`; `undefined` where the emulator says that it exists already. */
export async function unlessThere<T>(work: Promise<T>): Promise<T | undefined> {
  try {
    return await work;
  } catch (error) {
    if (
      /AlreadyExists|AlreadyOwnedByYou|ResourceInUse|ResourceConflict|Conflict/.test(nameOf(error))
    )
      return undefined;
    throw error;
  }
}

function isMissing(error: unknown) {
  const status = (error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode;
  return status === 404 || /NoSuch|NotFound|NonExistent|DoesNotExist/.test(nameOf(error));
}

function nameOf(error: unknown) {
  return error instanceof Error ? error.name : "";
}
