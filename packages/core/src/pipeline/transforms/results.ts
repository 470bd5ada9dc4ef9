import { Writable } from "node:stream";
import { callbackify } from "node:util";
import { InvalidInputError } from "../../errors.ts";
import { InvalidFileError } from "./errors.ts";
import { type ResultSink, type StoredResult } from "./type.ts";

/** Where the bytes of one result go. Calls never overlap. */
export interface ResultTarget {
  readonly key: string;
  write(chunk: Uint8Array): Promise<void>;
  /** After this the result exists. */
  finish(): Promise<void>;
  /** After this nothing of it exists. Called instead of `finish`, or after it failed. */
  discard(): Promise<void>;
}

export interface ResultLimits {
  /** Bytes of one result; beyond it is an `InvalidFileError`, `file.result-too-large`. */
  readonly maxBytes?: number;
}

const gibi = 1024 ** 3;

/** A sink over anything that takes bytes: names checked, sizes counted, failures cleaned up. */
export function resultSink(
  openTarget: (name: string, contentType: string) => ResultTarget,
  { maxBytes = 100 * gibi }: ResultLimits = {},
): ResultSink {
  const stored = new Map<string, StoredResult>();
  const opened = new Set<Writable>();
  return {
    get results() {
      return [...stored.values()];
    },
    async open(name, type) {
      checkName(name);
      const target = openTarget(name, type);
      const keep = (size: number) => void stored.set(name, { name, key: target.key, type, size });
      const stream = writableTo(target, { maxBytes, keep });
      opened.add(stream);
      stream.once("close", () => opened.delete(stream));
      return stream;
    },
    async abort() {
      await Promise.all([...opened].map(closed));
    },
  };
}

interface Keeping {
  readonly maxBytes: number;
  readonly keep: (size: number) => void;
}

function writableTo(target: ResultTarget, { maxBytes, keep }: Keeping): Writable {
  let size = 0;
  let isFinished = false;
  async function write(chunk: Uint8Array) {
    size += chunk.length;
    if (size > maxBytes) throw tooLarge(maxBytes);
    await target.write(chunk);
  }
  async function finish() {
    await target.finish();
    isFinished = true;
    keep(size);
  }
  async function destroy(reason: Error | null) {
    if (!isFinished) await target.discard().catch(ignoreAfter(reason));
    if (reason) throw reason;
  }
  const stream = new Writable({
    write: callbackify((chunk: Uint8Array, _encoding: string) => write(chunk)),
    final: callbackify(finish),
    destroy: callbackify(destroy),
  });
  // Whoever writes hears of a failure from `pipeline`; a later one must not end the process.
  return stream.on("error", () => {});
}

/** The first error tells more than what failed while cleaning up after it. */
function ignoreAfter(error: Error | null) {
  return (failure: unknown) => {
    if (!error) throw failure;
  };
}

function closed(stream: Writable): Promise<void> {
  return new Promise((resolve) => {
    if (stream.closed) return resolve();
    stream.once("close", resolve).destroy();
  });
}

function checkName(name: string) {
  if (/^[A-Za-z0-9._-]{1,64}$/.test(name)) return;
  const expected = "1 to 64 letters, digits, dots, hyphens and underscores";
  throw new InvalidInputError([{ field: "name", value: name, expected }]);
}

function tooLarge(maxBytes: number) {
  return new InvalidFileError(`A result has over ${maxBytes} bytes.`, "file.result-too-large");
}
