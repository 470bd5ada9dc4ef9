import type { Benchmark, BenchOptions, Findings } from "../benchmark.ts";
import { measureCsv } from "./measure.ts";

const megabyte = 1_000_000;

/** The CSV transform's peak memory, and that it doesn't grow with the file. */
export const csv: Benchmark = {
  about: "a CSV of 1 GB through its transform: peak memory",
  run,
};

async function run({ scale, say }: BenchOptions): Promise<Findings> {
  const [tenth, whole] = [100 * megabyte * scale, 1_000 * megabyte * scale];
  say(`a CSV of ${tenth / megabyte} MB`);
  const small = await measureCsv(tenth);
  say(`a CSV of ${whole / megabyte} MB`);
  const large = await measureCsv(whole);
  const name = `a CSV of ${whole / megabyte} MB`;
  const speed = `${large.rows.toLocaleString("en")} records, ${large.megabytesPerSecond.toFixed(1)} MB a second`;
  return {
    findings: [
      {
        what: `${name}: peak memory`,
        value: large.peakBytes / megabyte,
        unit: "MB",
        bar: 256,
        steady: true,
        from: speed,
      },
      {
        what: `${name}: peak memory over that of a tenth`,
        value: large.peakBytes / small.peakBytes,
        unit: "times",
        steady: false,
        from: `${(small.peakBytes / megabyte).toFixed(0)} MB for ${tenth / megabyte} MB`,
      },
    ],
  };
}
