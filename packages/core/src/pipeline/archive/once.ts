import { S3Client } from "@aws-sdk/client-s3";
import { s3Client } from "../../aws/clients/s3.ts";
import { equip, s3Config } from "../../aws/config.ts";

let made: S3Client | undefined;

/** S3 without the SDK's retries, on the same connections: a copy sent twice is two versions. */
export function s3OnceClient(): S3Client {
  const { requestHandler } = s3Client().config;
  return (made ??= equip(new S3Client({ ...s3Config(), maxAttempts: 1, requestHandler })));
}
