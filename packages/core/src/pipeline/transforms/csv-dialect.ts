import { CsvReader } from "./csv-reader.ts";
import { InvalidFileError } from "./errors.ts";
import { defaultLimits } from "./limits.ts";

export interface Dialect {
  readonly delimiter: string;
  /** Bytes of a leading `sep=;` line, which spreadsheets understand, to be skipped. */
  readonly skip: number;
}

/** Bytes that decide the dialect: a sample of another length could choose another. */
export const sampleBytes = 64 * 1024;
const recordsLookedAt = 50;
const delimiters = [",", ";", "\t"];

/**
 * Finds the delimiter: comma, semicolon or tab. Pure.
 *
 * Each is tried on the sample. The one that gives most records as many fields as the first has (and
 * more than one) wins, then the one with more fields; where none splits anything, it's the comma.
 * `sample` is the first `sampleBytes` of the text in UTF-8, or all of it.
 */
export function findDialect(sample: Uint8Array, declared?: string): Dialect {
  const start = Buffer.from(sample.subarray(0, 8)).toString("latin1");
  const hint = /^sep=([,;\t])(?:\r\n|\r|\n)/i.exec(start);
  if (hint) return { delimiter: hint[1]!, skip: hint[0].length };
  if (declared !== undefined) return { delimiter: declared, skip: 0 };
  const [best] = delimiters
    .map((delimiter) => ({ delimiter, ...fit(fieldCounts(sample, delimiter)) }))
    .toSorted((a, b) => b.consistent - a.consistent || b.fields - a.fields);
  return { delimiter: best!.delimiter, skip: 0 };
}

/** `consistent`: the share of records with as many fields as the first; 0 for one field. */
function fit(counts: readonly number[]) {
  const fields = counts[0] ?? 0;
  if (fields < 2) return { consistent: 0, fields };
  return { consistent: counts.filter((count) => count === fields).length / counts.length, fields };
}

function fieldCounts(sample: Uint8Array, delimiter: string): number[] {
  const counts: number[] = [];
  let fields = 0;
  const reader = new CsvReader(delimiter, defaultLimits, {
    field: () => void fields++,
    endRecord() {
      counts.push(fields);
      fields = 0;
      return counts.length === recordsLookedAt;
    },
  });
  try {
    const isEnough = !reader.read(sample).next().done;
    // A record cut off by the sample's end says little, unless it is all there is.
    const isWhole = sample.length < sampleBytes || counts.length === 0;
    if (!isEnough && isWhole) reader.end().next();
    return counts;
  } catch (error) {
    if (error instanceof InvalidFileError) return [];
    throw error;
  }
}
