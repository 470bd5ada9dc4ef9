import {
  CopyObjectCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import type { S3Event, S3EventRecord, SQSEvent } from "aws-lambda";

const s3 = new S3Client({ forcePathStyle: true });
const isBare = process.env["BARE"] === "true";

/**
 * The baseline: the article's handler, one file after another, which keeps no account of anything.
 * `process()` reads the file; `archive()` asks for its head, copies and deletes, as boto3's `copy`
 * does: 4 requests. With `BARE` the copy and the deletion alone: 2.
 *
 * Seed: two buckets and a Lambda, "A prototypical transformation Lambda".
 */
export async function handler({ Records }: SQSEvent) {
  for (const { body } of Records) {
    const { Records: uploads = [] } = JSON.parse(body) as Partial<S3Event>;
    for (const upload of uploads) await move(upload);
  }
}

interface Source {
  readonly Bucket: string;
  readonly Key: string;
}

async function move({ s3: { bucket, object } }: S3EventRecord) {
  const Key = decodeURIComponent(object.key.replaceAll("+", " "));
  const source = { Bucket: bucket.name, Key };
  if (!isBare) await processFile(source);
  await archive(source);
}

async function processFile(source: Source) {
  const { Body } = await s3.send(new GetObjectCommand(source));
  await Body?.transformToByteArray();
}

async function archive(source: Source) {
  const { Bucket, Key } = source;
  if (!isBare) await s3.send(new HeadObjectCommand(source));
  const CopySource = `${Bucket}/${Key.split("/").map(encodeURIComponent).join("/")}`;
  await s3.send(new CopyObjectCommand({ Bucket: process.env["ARCHIVE_BUCKET"], Key, CopySource }));
  await s3.send(new DeleteObjectCommand(source));
}
