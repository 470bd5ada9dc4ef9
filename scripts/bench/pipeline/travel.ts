import { setTimeout as sleep } from "node:timers/promises";
import { ListObjectsV2Command, PutObjectCommand, type S3Client } from "@aws-sdk/client-s3";
import { GetQueueAttributesCommand, type SQSClient } from "@aws-sdk/client-sqs";
import { inParallel } from "@switchyard/core/pipeline/parallel.ts";

/** One way from staging to the archive. */
export interface Way {
  readonly staging: string;
  readonly archive: string;
  /** The URL of the queue between them. */
  readonly queue: string;
}

interface Clients {
  readonly s3: S3Client;
  readonly sqs: SQSClient;
}

export interface Cargo {
  readonly files: number;
  /** Of their keys; no two cargos have the same. */
  readonly prefix: string;
  readonly kind?: "text" | "csv";
}

const kinds = {
  text: { end: "txt", ContentType: "text/plain", body: (at: number) => `file ${at}\n` },
  csv: { end: "csv", ContentType: "text/csv", body: (at: number) => `id,name\n${at},file\n` },
};

/** Uploads small files, eight at a time; the seconds until all are in the archive, and what was uploaded. */
export async function travel(
  way: Way,
  { files, prefix, kind = "text" }: Cargo,
  { s3, sqs }: Clients,
) {
  const began = performance.now();
  const { end, ContentType, body } = kinds[kind];
  const numbers = Array.from({ length: files }, (_, at) => at);
  const uploads = await inParallel(numbers, 8, async (at) => {
    const object = { Bucket: way.staging, Key: `${prefix}/${at}.${end}` };
    const put = new PutObjectCommand({ ...object, ContentType, Body: body(at) });
    const { VersionId: version = "" } = await s3.send(put);
    return { bucket: way.staging, key: object.Key, version };
  });
  // The queue tells when it is worth looking: listing the archive takes the emulator's time.
  await untilEmpty(way.queue, sqs);
  while ((await count(way.archive, `${prefix}/`, s3)) < files) await sleep(50);
  return { seconds: (performance.now() - began) / 1000, uploads };
}

/** Waits until every message was handled and deleted. */
export async function untilEmpty(QueueUrl: string, sqs: SQSClient) {
  const ask = new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["All"] });
  for (;;) {
    const { Attributes = {} } = await sqs.send(ask);
    const waiting = Number(Attributes["ApproximateNumberOfMessages"]);
    const underWay = Number(Attributes["ApproximateNumberOfMessagesNotVisible"]);
    if (waiting + underWay === 0) return;
    await sleep(25);
  }
}

async function count(Bucket: string, Prefix: string, s3: S3Client) {
  let [found, ContinuationToken]: [number, string | undefined] = [0, undefined];
  do {
    const page: { KeyCount?: number; NextContinuationToken?: string } = await s3.send(
      new ListObjectsV2Command({ Bucket, Prefix, ContinuationToken }),
    );
    found += page.KeyCount ?? 0;
    ContinuationToken = page.NextContinuationToken;
  } while (ContinuationToken);
  return found;
}
