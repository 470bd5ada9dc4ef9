import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  PutObjectCommand,
  type S3Client,
  UploadPartCommand,
} from "@aws-sdk/client-s3";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { S3Upload } from "./s3-upload.ts";
import { s3Results } from "./s3-results.ts";
import { cuts, pieces } from "./testing.ts";

/** As much of S3 as a result needs. `fail` may throw for a command, or wait. */
function fakeS3(fail: (command: object) => unknown = () => undefined) {
  const objects = new Map<string, { body: Buffer; input: object }>();
  const parts: Buffer[] = [];
  const calls: string[] = [];
  const open = new Set<string>();
  async function send(command: object) {
    calls.push(command.constructor.name.replace("Command", ""));
    await fail(command);
    if (command instanceof PutObjectCommand) {
      objects.set(command.input.Key!, { body: copy(command.input.Body), input: command.input });
    }
    if (command instanceof CreateMultipartUploadCommand) open.add("upload-1");
    if (command instanceof UploadPartCommand) {
      parts[command.input.PartNumber! - 1] = copy(command.input.Body);
      return { ETag: `"${command.input.PartNumber}"` };
    }
    if (command instanceof CompleteMultipartUploadCommand) {
      const { Key, UploadId, MultipartUpload } = command.input;
      expect(MultipartUpload?.Parts?.map(({ PartNumber }) => PartNumber)).toEqual(
        parts.map((_, index) => index + 1),
      );
      open.delete(UploadId!);
      objects.set(Key!, { body: Buffer.concat(parts), input: command.input });
    }
    if (command instanceof AbortMultipartUploadCommand) open.delete(command.input.UploadId!);
    return { UploadId: "upload-1" };
  }
  return { s3: { send } as unknown as Pick<S3Client, "send">, objects, parts, calls, open };
}

/** The buffer of a part is used again, so a copy must be made when it is sent. */
function copy(body: unknown): Buffer {
  return Buffer.from(body as Buffer);
}

const place = { bucket: "archive", key: "me/a b.csv", version: "v1" };

describe("results in S3", () => {
  test("lie beside the original, as attachments, each in one request if small", async () => {
    const { s3, objects, calls } = fakeS3();
    const sink = s3Results({ s3, ...place });
    await pipeline(
      Readable.from([Buffer.from("{}\n")]),
      await sink.open("data.ndjson", "application/x-ndjson"),
    );
    const key = "results/me/a b.csv/v1/data.ndjson";
    expect(calls).toEqual(["PutObject"]);
    expect(objects.get(key)?.body.toString()).toBe("{}\n");
    expect(objects.get(key)?.input).toMatchObject({
      Bucket: "archive",
      ContentType: "application/x-ndjson",
      ContentDisposition: 'attachment; filename="data.ndjson"',
    });
    expect(sink.results).toEqual([
      { name: "data.ndjson", key, type: "application/x-ndjson", size: 3 },
    ]);
  });

  test("may be empty", async () => {
    const { s3, objects } = fakeS3();
    const sink = s3Results({ s3, ...place });
    await pipeline(Readable.from([]), await sink.open("data.ndjson", "application/x-ndjson"));
    expect([...objects.values()].map(({ body }) => body.length)).toEqual([0]);
  });

  test("of any size arrive whole, in parts no larger than allowed", async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 100 }), cuts, async (bytes, at) => {
        const { s3, objects, parts } = fakeS3();
        const upload = new S3Upload(s3, { Bucket: "b", Key: "k" }, { partBytes: 10 });
        for (const piece of pieces(bytes, at)) await upload.write(piece);
        await upload.finish();
        expect(objects.get("k")?.body).toEqual(Buffer.from(bytes));
        expect(parts.slice(0, -1).every(({ length }) => length === 10)).toBe(true);
      }),
    );
  });

  test("grow their parts with their number, so that a large one fits", async () => {
    const { s3, parts } = fakeS3();
    const upload = new S3Upload(s3, { Bucket: "b", Key: "k" }, { partBytes: 1 });
    await upload.write(Buffer.alloc(4_000));
    await upload.finish();
    expect(parts[500]).toHaveLength(1);
    expect(parts[1_500]).toHaveLength(2);
  });

  test("end one part before the next is sent, and gather meanwhile", async () => {
    let sending = 0;
    const { s3 } = fakeS3(async (command) => {
      if (!(command instanceof UploadPartCommand)) return;
      expect(++sending).toBe(1);
      await new Promise((resolve) => setTimeout(resolve, 5));
      sending--;
    });
    const upload = new S3Upload(s3, { Bucket: "b", Key: "k" }, { partBytes: 10 });
    for (let count = 0; count < 20; count++) await upload.write(Buffer.alloc(7));
    await upload.finish();
    expect(sending).toBe(0);
  });
});

function tenMebi() {
  return Readable.from(Array.from({ length: 20 }, () => Buffer.alloc(1024 ** 2)));
}

describe("a result that fails", () => {
  test.each([
    [
      "the second part",
      (command: object) => command instanceof UploadPartCommand && command.input.PartNumber === 2,
    ],
    ["the completion", (command: object) => command instanceof CompleteMultipartUploadCommand],
  ])("by %s is aborted, and S3's error is passed on", async (_name, isIt) => {
    const refusal = new TypeError("SlowDown");
    const { s3, open, objects } = fakeS3((command) => {
      if (isIt(command)) throw refusal;
    });
    const sink = s3Results({ s3, ...place });
    const writing = pipeline(tenMebi(), await sink.open("data.ndjson", "text/plain"));
    await expect(writing).rejects.toBe(refusal);
    await sink.abort();
    expect([...open]).toEqual([]);
    expect(objects.size).toBe(0);
    expect(sink.results).toEqual([]);
  });

  test("at its first request leaves nothing to abort", async () => {
    const refusal = new TypeError("AccessDenied");
    const { s3, calls } = fakeS3(() => {
      throw refusal;
    });
    const sink = s3Results({ s3, ...place });
    await expect(pipeline(tenMebi(), await sink.open("a", "text/plain"))).rejects.toBe(refusal);
    await sink.abort();
    expect(calls).toEqual(["CreateMultipartUpload"]);
  });

  test("by its source while a part is on its way is aborted as well", async () => {
    const { s3, open } = fakeS3();
    const sink = s3Results({ s3, ...place });
    const broken = new RangeError("connection reset");
    async function* source() {
      yield* tenMebi();
      throw broken;
    }
    await expect(pipeline(source(), await sink.open("a", "text/plain"))).rejects.toBe(broken);
    await sink.abort();
    expect([...open]).toEqual([]);
  });

  test("while its upload is being created is aborted once that has an id", async () => {
    const { promise: created, resolve: create } = Promise.withResolvers<void>();
    const { s3, open, calls } = fakeS3((command) => {
      return command instanceof CreateMultipartUploadCommand ? created : undefined;
    });
    const sink = s3Results({ s3, ...place });
    const stream = await sink.open("a", "text/plain");
    stream.write(Buffer.alloc(9 * 1024 ** 2));
    await new Promise(setImmediate);
    const aborting = sink.abort();
    create();
    await aborting;
    expect(calls).toEqual(["CreateMultipartUpload", "AbortMultipartUpload"]);
    expect([...open]).toEqual([]);
  });

  test("by its own size is no fault of S3", async () => {
    const { s3, objects } = fakeS3();
    const sink = s3Results({ s3, ...place, maxBytes: 10 });
    const writing = pipeline(tenMebi(), await sink.open("a", "text/plain"));
    await expect(writing).rejects.toMatchObject({ code: "file.result-too-large" });
    expect(objects.size).toBe(0);
  });
});
