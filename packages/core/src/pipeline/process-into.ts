import { type S3Client } from "@aws-sdk/client-s3";
import { type ProcessStep } from "./process-step.ts";
import { processFile } from "./transforms/process.ts";
import { s3Results } from "./transforms/s3-results.ts";

interface Archive {
  readonly s3: Pick<S3Client, "send">;
  readonly bucket: string;
}

/**
 * The processing that this app ships: the registry's transform, its results in the archive.
 *
 * Seed: two buckets and a Lambda, `process()`.
 */
export const processInto =
  ({ s3, bucket }: Archive): ProcessStep =>
  ({ upload: { key, version }, head, body, signal }) =>
    processFile({
      facts: { key, size: head.size, contentType: head.contentType },
      body,
      sink: s3Results({ s3, bucket, key, version }),
      signal,
    });
