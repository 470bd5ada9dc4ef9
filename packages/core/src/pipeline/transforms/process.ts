import { addAbortSignal, Readable } from "node:stream";
import { detectedBytes, detectType } from "../detect.ts";
import { IncompleteBodyError, InvalidFileError } from "./errors.ts";
import { defaultLimits, type Limits } from "./limits.ts";
import { manifest } from "./manifest.ts";
import { peek } from "./peek.ts";
import { transforms } from "./registry.ts";
import {
  type Bytes,
  type FileFacts,
  type Processed,
  type ResultSink,
  type StoredResult,
  type Transform,
  type TransformContext,
} from "./type.ts";

export interface FileToProcess {
  readonly facts: FileFacts;
  /** Read once; a `Readable` is destroyed if it isn't read to its end. */
  readonly body: Readable | Bytes;
  readonly sink: ResultSink;
  readonly limits?: Partial<Limits>;
  /** Ends the work, as a deadline does. */
  readonly signal?: AbortSignal;
  readonly registry?: readonly Transform[];
}

export interface ProcessedFile extends Processed {
  readonly results: readonly StoredResult[];
}

/**
 * Finds out what a file is, runs its transform and stores the results, in constant memory.
 *
 * Throws `InvalidFileError` where the content can't be used (permanent), `IncompleteBodyError` where
 * the body isn't as long as `facts.size`, and passes on what the body, the sink or the signal throw
 * (all worth another try). When it throws, no result is half-written and every stream is closed.
 */
export async function processFile(file: FileToProcess): Promise<ProcessedFile> {
  const { facts, body, sink, signal } = file;
  try {
    signal?.throwIfAborted();
    if (body instanceof Readable) guard(body, signal);
    const processed = await processing(file)(facts, wholeBody(body, facts.size), 0);
    return { ...processed, results: [...sink.results] };
  } catch (error) {
    if (body instanceof Readable) body.destroy();
    await sink.abort();
    throw error;
  }
}

/** The transform that gets a file. Without a detected type: the one that most likely will. */
export function pickTransform(facts: FileFacts, registry = transforms): Transform {
  return registry.find((transform) => transform.accepts(facts)) ?? manifest;
}

/** An error of the body is heard by whoever reads it; unheard, it must not end the process. */
function guard(body: Readable, signal: AbortSignal | undefined) {
  body.on("error", () => {});
  if (signal) addAbortSignal(signal, body);
}

function processing({ sink, signal, registry, ...file }: FileToProcess) {
  const limits = { ...defaultLimits, ...file.limits };
  const spend = budget(limits.maxUnpackedBytes);
  return async function process(
    facts: FileFacts,
    source: Bytes,
    depth: number,
  ): Promise<Processed> {
    const { first, all, close } = await peek(source, detectedBytes);
    try {
      const known = { ...facts, detectedType: detectType(Buffer.concat(first)) };
      const transform = pickTransform(known, registry);
      const nested: TransformContext["nested"] = {
        spend,
        process(inner, content) {
          if (depth === limits.maxGzipDepth) throw nestedTooDeep(limits.maxGzipDepth);
          return process(inner, content, depth + 1);
        },
      };
      const summary = await transform.run(all, sink, { facts: known, limits, signal, nested });
      return { transform: transform.name, detectedType: known.detectedType, summary };
    } finally {
      close();
    }
  };
}

function budget(bytes: number) {
  let left = bytes;
  return (spent: number) => {
    left -= spent;
    if (left >= 0) return;
    throw new InvalidFileError(`It unpacks to over ${bytes} bytes.`, "file.too-large-unpacked");
  };
}

function nestedTooDeep(depth: number) {
  return new InvalidFileError(`Over ${depth} packed in one another.`, "file.nested-too-deep");
}

async function* wholeBody(body: Bytes, expectedBytes: number | undefined): Bytes {
  let readBytes = 0;
  for await (const chunk of body) {
    readBytes += chunk.length;
    yield chunk;
  }
  if (expectedBytes === undefined || expectedBytes === readBytes) return;
  throw new IncompleteBodyError({ expectedBytes, readBytes });
}
