import { CopyObjectCommand, DeleteObjectCommand, S3Client } from "@aws-sdk/client-s3";
import type { S3Event, SQSEvent } from "aws-lambda";

// The baseline: the article's handler, which copies and deletes, and keeps no account of anything.
const s3 = new S3Client({ forcePathStyle: true });

export async function handler({ Records }: SQSEvent) {
  for (const { body } of Records) {
    const { Records: uploads = [] } = JSON.parse(body) as Partial<S3Event>;
    await Promise.all(uploads.map((upload) => move(upload.s3.bucket.name, upload.s3.object.key)));
  }
}

async function move(Bucket: string, encoded: string) {
  const Key = decodeURIComponent(encoded.replaceAll("+", " "));
  const CopySource = `${Bucket}/${Key.split("/").map(encodeURIComponent).join("/")}`;
  await s3.send(new CopyObjectCommand({ Bucket: process.env["ARCHIVE_BUCKET"], Key, CopySource }));
  await s3.send(new DeleteObjectCommand({ Bucket, Key }));
}
