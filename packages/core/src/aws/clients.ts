import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { S3Client } from "@aws-sdk/client-s3";
import { SQSClient } from "@aws-sdk/client-sqs";
import { STSClient } from "@aws-sdk/client-sts";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";

/** One client of each service for a process, made at its first use. */
export const s3Client = once(
  () =>
    new S3Client({
      forcePathStyle: Boolean(process.env["AWS_ENDPOINT_URL"]),
      requestChecksumCalculation: "WHEN_REQUIRED",
    }),
);
export const documentClient = once(() =>
  DynamoDBDocumentClient.from(new DynamoDBClient({}), {
    marshallOptions: { removeUndefinedValues: true },
  }),
);
export const sqsClient = once(() => new SQSClient({ useQueueUrlAsEndpoint: false }));
export const stsClient = once(() => new STSClient({}));

function once<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => (made ??= make());
}
