import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { IAMClient } from "@aws-sdk/client-iam";
import { LambdaClient } from "@aws-sdk/client-lambda";
import { S3Client } from "@aws-sdk/client-s3";
import { SQSClient } from "@aws-sdk/client-sqs";
import { STSClient } from "@aws-sdk/client-sts";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { inject } from "vitest";

/** The app under test: addresses, names, tokens, and what the emulator is. */
export const stack = () => inject("stack");

type Credentials = { accessKeyId: string; secretAccessKey: string; sessionToken?: string };

/** Clients of the emulator, as its administrator or with `credentials`. */
export function clients(credentials?: Credentials) {
  const { endpoint, region, credentials: administrator } = stack();
  const config = { endpoint, region, credentials: credentials ?? administrator };
  return {
    dynamodb: new DynamoDBClient(config),
    documents: DynamoDBDocumentClient.from(new DynamoDBClient(config)),
    iam: new IAMClient(config),
    lambda: new LambdaClient(config),
    s3: new S3Client({
      ...config,
      forcePathStyle: true,
      requestChecksumCalculation: "WHEN_REQUIRED",
    }),
    sqs: new SQSClient({ ...config, useQueueUrlAsEndpoint: false }),
    sts: new STSClient(config),
  };
}

/** The token of one of the local callers: `dev`, `other`, or `reader`, who may only read. */
export function tokenOf(caller: "dev" | "other" | "reader"): string {
  const found = stack().tokens.find((one) => one.caller === caller);
  if (!found) throw new TypeError(`there is no local caller ${caller}`);
  return found.token;
}

/** Calls the API as a caller; a body is sent as JSON. */
export async function callApi(
  path: string,
  { body, caller = "dev", ...init }: ApiCall = {},
): Promise<Response> {
  return fetch(`${stack().apiUrl}${path}`, {
    method: body === undefined ? "GET" : "POST",
    ...init,
    headers: {
      authorization: `Bearer ${tokenOf(caller)}`,
      ...(body === undefined ? {} : { "content-type": "application/json" }),
      ...init.headers,
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
}

interface ApiCall extends Omit<RequestInit, "body" | "headers"> {
  body?: unknown;
  caller?: "dev" | "other" | "reader";
  headers?: Record<string, string>;
}
