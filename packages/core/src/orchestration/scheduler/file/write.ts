import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  PutObjectCommand,
  type S3Client,
  UploadPartCommand,
} from "@aws-sdk/client-s3";

export interface Destination {
  readonly s3: Pick<S3Client, "send">;
  readonly bucket: string;
  readonly key: string;
  /** Bytes that are sent at once; at least S3's 5 MiB. */
  readonly partBytes?: number;
  /** Heard before each part; what it throws ends the upload, and nothing of it remains. */
  readonly beforePart?: () => Promise<unknown>;
}

/**
 * Streams lines to one object, encrypted: a part in memory at a time. Not there before it is
 * whole; S3 takes 10,000 parts.
 */
export async function writeLines(lines: Iterable<string>, to: Destination): Promise<void> {
  const parts = packed(lines, to.partBytes ?? 8 * 1024 ** 2);
  const first = parts.next();
  const body = first.done ? Buffer.alloc(0) : first.value;
  const second = parts.next();
  if (second.done) return putWhole(body, to);
  return putParts([body, second.value], parts, to);
}

async function putWhole(Body: Buffer, { s3, bucket, key, beforePart }: Destination) {
  await beforePart?.();
  await s3.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body, ...described }));
}

const described = {
  ContentType: "application/x-ndjson",
  ServerSideEncryption: "AES256",
} as const;

async function putParts(begun: readonly Buffer[], rest: Iterable<Buffer>, to: Destination) {
  const { s3, bucket: Bucket, key: Key, beforePart } = to;
  const created = await s3.send(new CreateMultipartUploadCommand({ Bucket, Key, ...described }));
  const upload = { Bucket, Key, UploadId: created.UploadId };
  try {
    const Parts: { PartNumber: number; ETag: string | undefined }[] = [];
    for (const Body of inTurn(begun, rest)) {
      await beforePart?.();
      const PartNumber = Parts.length + 1;
      const { ETag } = await s3.send(new UploadPartCommand({ ...upload, PartNumber, Body }));
      Parts.push({ PartNumber, ETag });
    }
    await s3.send(new CompleteMultipartUploadCommand({ ...upload, MultipartUpload: { Parts } }));
  } catch (error) {
    // The bucket's lifecycle ends what can't be ended here; the error itself is what matters.
    await s3.send(new AbortMultipartUploadCommand(upload)).catch(() => undefined);
    throw error;
  }
}

function* inTurn<T>(...lists: readonly Iterable<T>[]): Generator<T> {
  for (const list of lists) yield* list;
}

function* packed(lines: Iterable<string>, bytes: number): Generator<Buffer> {
  let part: Buffer[] = [];
  let size = 0;
  for (const line of lines) {
    const text = Buffer.from(`${line}\n`);
    part.push(text);
    size += text.length;
    if (size < bytes) continue;
    yield Buffer.concat(part);
    [part, size] = [[], 0];
  }
  if (size > 0) yield Buffer.concat(part);
}
