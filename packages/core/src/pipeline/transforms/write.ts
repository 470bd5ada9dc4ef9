import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGzip } from "node:zlib";
import { type Bytes, type ResultSink } from "./type.ts";

interface Result {
  readonly name: string;
  readonly type: string;
  readonly signal?: AbortSignal;
}

/** Streams bytes into a result. Resolves when it is stored. */
export async function writeBytes(sink: ResultSink, source: Bytes, { name, type, signal }: Result) {
  await pipeline(source, await sink.open(name, type), { signal });
}

/** Streams bytes into a gzipped result, whose name says so: `<name>.gz`. */
export async function writeGzip(
  sink: ResultSink,
  source: Bytes,
  { name, signal }: Omit<Result, "type">,
) {
  const out = await sink.open(`${name}.gz`, "application/gzip");
  await pipeline(source, createGzip({ level: 6 }), out, { signal });
}

/** Stores a value that is small by its nature, as JSON for people. */
export async function writeJson(
  sink: ResultSink,
  name: string,
  value: object,
  signal?: AbortSignal,
) {
  const text = Readable.from([Buffer.from(`${JSON.stringify(value, null, 2)}\n`)]);
  await writeBytes(sink, text, { name, type: "application/json", signal });
}
