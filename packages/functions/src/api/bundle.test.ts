import { build } from "esbuild";
import { describe, expect, test } from "vitest";

/** Bytes of a handler, bundled and minified as SST does. */
async function bytesOf(contents: string): Promise<number> {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: import.meta.dirname, loader: "ts" },
    bundle: true,
    minify: true,
    keepNames: true,
    write: false,
    platform: "node",
    format: "esm",
    target: "es2024",
    mainFields: ["module", "main"],
    banner: {
      js: "import{createRequire}from'module';const require=createRequire(import.meta.url);",
    },
  });
  return outputFiles[0]?.contents.byteLength ?? Number.NaN;
}

/** A handler that does nothing with the clients and commands that the API has. */
const bare = `
import { S3Client, AbortMultipartUploadCommand, CompleteMultipartUploadCommand, CreateMultipartUploadCommand, GetObjectCommand, ListObjectVersionsCommand, ListPartsCommand, PutObjectCommand, UploadPartCommand } from "@aws-sdk/client-s3";
import { createPresignedPost } from "@aws-sdk/s3-presigned-post";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import { BatchGetItemCommand, DynamoDBClient, GetItemCommand } from "@aws-sdk/client-dynamodb";
import { BatchGetCommand, DynamoDBDocumentClient, GetCommand, PutCommand, QueryCommand, TransactWriteCommand, UpdateCommand } from "@aws-sdk/lib-dynamodb";
import { CloudWatchClient, GetMetricDataCommand } from "@aws-sdk/client-cloudwatch";
import { GetFunctionConfigurationCommand, InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { SQSClient, SendMessageBatchCommand } from "@aws-sdk/client-sqs";
import { STSClient, AssumeRoleCommand } from "@aws-sdk/client-sts";
const parts = [BatchGetCommand, TransactWriteCommand, CloudWatchClient, GetMetricDataCommand, InvokeCommand, S3Client, AbortMultipartUploadCommand, CompleteMultipartUploadCommand, CreateMultipartUploadCommand, GetObjectCommand, ListObjectVersionsCommand, ListPartsCommand, PutObjectCommand, UploadPartCommand, createPresignedPost, getSignedUrl, BatchGetItemCommand, DynamoDBClient, GetItemCommand, DynamoDBDocumentClient, GetCommand, PutCommand, QueryCommand, UpdateCommand, GetFunctionConfigurationCommand, LambdaClient, SQSClient, SendMessageBatchCommand, STSClient, AssumeRoleCommand];
export const handler = async () => parts;`;

describe("the API's bundle", () => {
  test("is within 400 KB of a bare handler with the same SDK clients", async () => {
    const [api, least] = await Promise.all([
      bytesOf(`export { handler } from "../api.ts";`),
      bytesOf(bare),
    ]);
    expect(api - least).toBeLessThan(400 * 1024);
  }, 30_000);
});
