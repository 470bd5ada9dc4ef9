import { Readable } from "node:stream";
import { trusted } from "../trusted.ts";
import { s3Error } from "./errors.ts";

const chunkBytes = 64 * 1024;

/** An object's bytes on their way to whoever asked. */
export interface StoredBody {
  readonly bytes: Buffer;
  /** After so many bytes the connection breaks. */
  tornAt?: number;
}

/** What Node makes of a connection that breaks while an answer is read. */
class ConnectionBrokenError extends Error {
  override readonly name = "Error";
  readonly code = "ECONNRESET";
}

/** Reads what a request carries. A stream needs `ContentLength`, as S3 itself wants it. */
export async function collect(body: unknown, ContentLength: number | undefined) {
  if (body === undefined || body === null) return { bytes: Buffer.alloc(0), streamed: false };
  if (typeof body === "string" || body instanceof Uint8Array) {
    return { bytes: Buffer.from(trusted<Uint8Array>(body)), streamed: false };
  }
  if (body instanceof Blob)
    return { bytes: Buffer.from(await body.arrayBuffer()), streamed: false };
  const bytes = await drain(trusted(body));
  // Only a file's stream tells its own length to the SDK.
  if (ContentLength === undefined && !("path" in trusted<object>(body))) {
    throw s3Error(
      "NotImplemented",
      "A header you provided implies functionality that is not implemented",
    );
  }
  return { bytes, streamed: true };
}

/** The stream an answer's `Body` is, with the SDK's own methods to read it whole. */
export function answerStream({ bytes, tornAt }: StoredBody) {
  const stream = Readable.from(chunks(bytes, tornAt), { objectMode: false });
  const whole = async () => Buffer.concat(await stream.toArray());
  return Object.assign(stream, {
    transformToByteArray: async () => new Uint8Array(await whole()),
    transformToString: async (encoding?: BufferEncoding) => (await whole()).toString(encoding),
    transformToWebStream: () => Readable.toWeb(stream),
  });
}

async function drain(body: AsyncIterable<Uint8Array | string>): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of body) parts.push(Buffer.from(trusted<Uint8Array>(part)));
  return Buffer.concat(parts);
}

function* chunks(bytes: Buffer, tornAt = Infinity) {
  for (let start = 0; start < bytes.length; start += chunkBytes) {
    const end = Math.min(start + chunkBytes, bytes.length, tornAt);
    if (end > start) yield bytes.subarray(start, end);
    if (end === tornAt) throw new ConnectionBrokenError("aborted");
  }
  if (bytes.length === 0 && tornAt === 0) throw new ConnectionBrokenError("aborted");
}
