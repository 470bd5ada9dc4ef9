import { type Writable } from "node:stream";
import { type Limits } from "./limits.ts";

export type Bytes = AsyncIterable<Uint8Array>;

/** What is known of a file before it is read. */
export interface FileFacts {
  readonly key: string;
  /** Bytes; unknown for what a gzip contains. */
  readonly size?: number;
  /** As the client declared it, parameters included. */
  readonly contentType?: string;
  /** What the first bytes say (`detectType`); unknown before the body is opened. */
  readonly detectedType?: string;
}

/** One stored result of a transform. */
export interface StoredResult {
  readonly name: string;
  readonly key: string;
  readonly type: string;
  /** Bytes as stored. */
  readonly size: number;
}

/** Where results go: S3, memory, nowhere. */
export interface ResultSink {
  /**
   * Opens a result for writing. It exists once the stream has finished; a destroyed stream leaves
   * nothing. `name` is 1 to 64 of `[A-Za-z0-9._-]`; a second result of one name replaces the first.
   */
  open(name: string, contentType: string): Promise<Writable>;
  /** The finished results, in the order they finished. */
  readonly results: readonly StoredResult[];
  /** Destroys what is still open, and waits until nothing of it is left. */
  abort(): Promise<void>;
}

/** A few facts for the ledger and people; small, plain JSON. */
export type TransformSummary = { readonly [fact: string]: Fact };
export type Fact = string | number | boolean | null | TransformSummary;

export interface Processed {
  /** The name of the transform that ran. */
  readonly transform: string;
  /** What the content's first bytes say. */
  readonly detectedType: string;
  readonly summary: TransformSummary;
}

export interface TransformContext {
  readonly facts: FileFacts;
  readonly limits: Limits;
  /** Given to every `pipeline`, so that a deadline ends it. */
  readonly signal?: AbortSignal;
  /** Runs the transform of what this file contains, as gzip does. `spend` counts unpacked bytes. */
  readonly nested: {
    process(facts: FileFacts, content: Bytes): Promise<Processed>;
    spend(bytes: number): void;
  };
}

/** One way to process a file. A transform is one object in one file, listed in `registry.ts`. */
export interface Transform {
  readonly name: string;
  /** Too much for a Lambda function (hours, native libraries): a container task runs it. */
  readonly heavy?: boolean;
  /** Pure. May be asked before the body is opened, when `detectedType` is unknown. */
  accepts(facts: FileFacts): boolean;
  /**
   * Reads the source once, as a stream, and writes results. Holds no more than a few chunks.
   * Throws `InvalidFileError` for a content that can't be used; other errors are passed on.
   */
  run(source: Bytes, sink: ResultSink, context: TransformContext): Promise<TransformSummary>;
}
