import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Benchmark, BenchOptions, Finding, Findings, Row } from "../benchmark.ts";
import { buildPair } from "./build.ts";
import { kilobyte } from "./kilobyte.ts";
import { compareStarts } from "./start-up.ts";
import { surplus } from "./surplus.ts";

/** Each function's minified bundle against a bare handler with the same AWS clients: bytes, and time to load. */
export const bundles: Benchmark = {
  about: "each function's bundle and its start against a bare handler with the same AWS clients",
  run,
};

/** KB over the bare handler; what isn't named has the last. */
const bars: Readonly<Record<string, number>> = { api: 400, other: 150 };

async function run({ rounds = 15, say }: BenchOptions): Promise<Findings> {
  const folder = await mkdtemp(path.join(tmpdir(), "switchyard-bundles-"));
  const findings: Finding[] = [];
  const details: Record<string, Row[]> = {};
  try {
    for (const name of await functionNames()) {
      const pair = await buildPair(name, folder);
      const start = await compareStarts(pair.ours.file, pair.bare.file, rounds);
      const over = (pair.ours.bytes - pair.bare.bytes) / kilobyte;
      say(`${name}: ${over.toFixed(0)} KB over, ${start.ratio.toFixed(2)} times the start`);
      findings.push(
        {
          what: `${name}: bundle over a bare handler's`,
          value: over,
          unit: "KB",
          bar: bars[name] ?? bars["other"] ?? 0,
          steady: true,
          from: `${(pair.ours.bytes / kilobyte).toFixed(0)} and ${(pair.bare.bytes / kilobyte).toFixed(0)} KB`,
        },
        {
          what: `${name}: initialisation over a bare handler's`,
          value: start.ratio,
          unit: "times",
          bar: 1.3,
          steady: false,
          from: `${start.ours.toFixed(0)} and ${start.bare.toFixed(0)} ms of processor time`,
        },
      );
      details[`What the bundle of ${name} has more, in KB`] = surplus(pair);
    }
    return { findings, details };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Every entry of packages/functions: a file that exports a handler. */
async function functionNames(): Promise<string[]> {
  const folder = "packages/functions/src";
  const all = await readdir(folder, { recursive: true });
  const files = all.filter((file) => /^(?!.*\.test\.).*\.ts$/.test(file)).toSorted();
  const texts = await Promise.all(files.map((file) => readFile(path.join(folder, file), "utf8")));
  const isEntry = (text: string | undefined) =>
    /^export (?:const|function|async function) handler\b/m.test(text ?? "");
  return files.filter((_, at) => isEntry(texts[at])).map((file) => file.replace(/\.ts$/, ""));
}
