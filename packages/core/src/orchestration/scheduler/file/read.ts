import { GetObjectCommand, type S3Client } from "@aws-sdk/client-s3";
import { QueueFileDamagedError } from "../errors.ts";

export interface Source {
  readonly s3: Pick<S3Client, "send">;
  readonly bucket: string;
  readonly key: string;
  /** Bytes that are asked for at once. */
  readonly blockBytes?: number;
}
export interface Line {
  readonly text: string;
  /** Where the next line begins. */
  readonly end: number;
}

const newline = 0x0a;

/**
 * The lines of a queue file from a byte on. It is read in blocks, so that no connection has to
 * outlast the writes between them. Throws `QueueFileDamagedError` where it ends within a line.
 */
export async function* readLines(source: Source, offset: number): AsyncGenerator<Line> {
  let rest = Buffer.alloc(0);
  let start = offset;
  for (;;) {
    const { bytes, isLast } = await blockAt(source, start + rest.length);
    const block = Buffer.concat([rest, bytes]);
    let from = 0;
    for (let to = block.indexOf(newline); to >= 0; to = block.indexOf(newline, from)) {
      yield { text: block.toString("utf8", from, to), end: start + to + 1 };
      from = to + 1;
    }
    rest = block.subarray(from);
    start += from;
    if (!isLast) continue;
    if (rest.length > 0) throw new QueueFileDamagedError(source.key, start);
    return;
  }
}

const tries = 5;

async function blockAt(source: Source, start: number) {
  const { s3, bucket, key, blockBytes = 1024 ** 2 } = source;
  const Range = `bytes=${start}-${start + blockBytes - 1}`;
  for (let attempt = 1; ; attempt++) {
    try {
      const answer = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key, Range }));
      const bytes = Buffer.from((await answer.Body?.transformToByteArray()) ?? []);
      const total = Number(answer.ContentRange?.split("/")[1]);
      return { bytes, isLast: !(start + bytes.length < total) };
    } catch (error) {
      // Nothing begins at the end of a file.
      if (isNamed(error, "InvalidRange")) return { bytes: Buffer.alloc(0), isLast: true };
      // A connection that breaks while the block is read is nothing that the SDK tries again.
      if (attempt === tries || !isBroken(error)) throw error;
    }
  }
}

const isNamed = (error: unknown, name: string) => error instanceof Error && error.name === name;
const isBroken = (error: unknown) =>
  error instanceof Error && "code" in error && error.code === "ECONNRESET";
