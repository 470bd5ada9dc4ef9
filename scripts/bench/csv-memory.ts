import { spawn } from "node:child_process";
import { Readable } from "node:stream";
import { text } from "node:stream/consumers";
import { pipeline } from "node:stream/promises";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import * as z from "zod";
import { csvSample } from "./csv-sample.ts";

const usage = `node scripts/bench/csv-memory.ts [size] [--json]

Runs the CSV transform on a generated file in a process of its own, throws the results away, and
prints that process's peak memory and its speed.

  size      like 100MB or 1GB; 1GB if not given
  --json    prints one line of JSON
  --help    prints this

Exits 1 when the peak is over 256 MB, 2 when it could not be measured.`;

const mega = 1_000_000;
const allowedPeakBytes = 256 * mega;
const units: Readonly<Record<string, number>> = { kb: 1_000, mb: mega, gb: 1_000 * mega };

const Measured = z.object({
  seconds: z.number(),
  peakBytes: z.int(),
  summary: z.object({ rows: z.int() }),
  results: z.array(z.object({ name: z.string(), size: z.int() })),
});

/** Streams a CSV of about so many bytes through the transform; what that took. */
export async function measureCsv(bytes: number) {
  const child = spawn(
    process.execPath,
    [fileURLToPath(new URL("csv-memory-child.ts", import.meta.url))],
    {
      stdio: ["pipe", "pipe", "inherit"],
    },
  );
  let sent = 0;
  async function* counted() {
    for (const block of csvSample(bytes)) {
      sent += block.length;
      yield block;
    }
  }
  const [answer] = await Promise.all([
    text(child.stdout),
    pipeline(Readable.from(counted()), child.stdin),
  ]);
  const { seconds, peakBytes, summary, results } = Measured.parse(JSON.parse(answer));
  const megabytesPerSecond = sent / mega / seconds;
  return {
    bytes: sent,
    rows: summary.rows,
    seconds,
    megabytesPerSecond,
    peakBytes,
    allowedPeakBytes,
    results,
  };
}

/** Bytes of a size like `100MB`; undefined for what is none. */
export function parseSize(size: string): number | undefined {
  const [, count, unit = ""] = /^(\d+(?:\.\d+)?)\s*([kmg]b)?$/i.exec(size) ?? [];
  return count === undefined
    ? undefined
    : Math.round(Number(count) * (units[unit.toLowerCase()] ?? 1));
}

async function main() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      json: { type: "boolean", default: false },
      help: { type: "boolean", short: "h", default: false },
    },
  });
  if (values.help) return console.log(usage);
  const bytes = parseSize(positionals[0] ?? "1GB");
  if (bytes === undefined) {
    console.error(`"${positionals[0]}" is no size.\n\n${usage}`);
    return void (process.exitCode = 2);
  }
  const measured = await measureCsv(bytes);
  console.log(values.json ? JSON.stringify(measured) : report(measured));
  if (measured.peakBytes > allowedPeakBytes) process.exitCode = 1;
}

function report({
  bytes,
  rows,
  seconds,
  megabytesPerSecond,
  peakBytes,
}: Awaited<ReturnType<typeof measureCsv>>) {
  return [
    `CSV      ${inMegabytes(bytes)}, ${rows.toLocaleString("en")} records`,
    `time     ${seconds.toFixed(1)} s, ${megabytesPerSecond.toFixed(1)} MB/s`,
    `memory   ${inMegabytes(peakBytes)} at its peak, of ${inMegabytes(allowedPeakBytes)} allowed`,
  ].join("\n");
}

function inMegabytes(count: number): string {
  return `${(count / mega).toFixed(0)} MB`;
}

if (import.meta.main) {
  await main().catch((error: unknown) => {
    console.error(error);
    process.exitCode = 2;
  });
}
