import { HeadBucketCommand, type S3Client } from "@aws-sdk/client-s3";
import { missingPermissions } from "../permissions.ts";
import { asServiceError } from "../writes/refusal.ts";
import { BucketForbiddenError, BucketNotFoundError } from "./errors.ts";
import { wrongRegion } from "./failures.ts";

/**
 * Asks whether a bucket is there and may be reached.
 *
 * Throws `BucketNotFoundError`, `BucketForbiddenError`, `BucketWrongRegionError`.
 */
export async function checkBucket(client: Pick<S3Client, "send">, bucket: string): Promise<void> {
  try {
    await client.send(new HeadBucketCommand({ Bucket: bucket }));
  } catch (error) {
    const elsewhere = wrongRegion(error, bucket);
    if (elsewhere) throw elsewhere;
    if (asServiceError(error).$metadata?.httpStatusCode === 404)
      throw new BucketNotFoundError(bucket, error);
    const statement = { Effect: "Allow", Action: "s3:ListBucket", Resource: "*" } as const;
    throw missingPermissions(error, statement) ? new BucketForbiddenError(bucket, error) : error;
  }
}
