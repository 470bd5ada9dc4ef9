import { type ResultLimits, resultSink } from "./results.ts";
import { type ResultSink } from "./type.ts";

/** A sink that keeps results in memory, by name: for tests and small local runs. */
export function memoryResults(limits: ResultLimits = {}) {
  const contents = new Map<string, Buffer>();
  const sink = resultSink((name) => {
    const chunks: Uint8Array[] = [];
    return {
      key: name,
      // A copy: the writer may use its chunk again.
      write: async (chunk) => void chunks.push(Uint8Array.from(chunk)),
      finish: async () => void contents.set(name, Buffer.concat(chunks)),
      discard: async () => void contents.delete(name),
    };
  }, limits);
  return { sink, contents };
}

/** A sink that only counts: for measuring a transform alone. */
export function countingResults(limits: ResultLimits = {}): ResultSink {
  return resultSink((name) => {
    return { key: name, write: doNothing, finish: doNothing, discard: doNothing };
  }, limits);
}

async function doNothing() {}
