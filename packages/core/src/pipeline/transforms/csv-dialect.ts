import { CsvRows } from "./csv-rows.ts";
import { InvalidFileError } from "./errors.ts";
import { defaultLimits } from "./limits.ts";

export interface Dialect {
  readonly delimiter: string;
  /** Characters of a leading `sep=;` line, which spreadsheets understand, to be skipped. */
  readonly skip: number;
}

/** Characters that decide the dialect: a sample of another length could choose another. */
export const sampleCharacters = 64 * 1024;
const rowsLookedAt = 50;
const delimiters = [",", ";", "\t"];

/**
 * Finds the delimiter: comma, semicolon or tab. Pure.
 *
 * Each is tried on the sample. The one that gives most records as many fields as the first has (and
 * more than one) wins, then the one with more fields; where none splits anything, it's the comma.
 * `sample` is the first `sampleCharacters` of the text, or all of it.
 */
export function findDialect(sample: string, declared?: string): Dialect {
  const hint = /^sep=([,;\t])(?:\r\n|\r|\n)/i.exec(sample);
  if (hint) return { delimiter: hint[1]!, skip: hint[0].length };
  if (declared !== undefined) return { delimiter: declared, skip: 0 };
  const [best] = delimiters
    .map((delimiter) => ({ delimiter, ...fit(sample, delimiter) }))
    .toSorted((a, b) => b.consistent - a.consistent || b.fields - a.fields);
  return { delimiter: best!.delimiter, skip: 0 };
}

/** `consistent`: the share of records with as many fields as the first; 0 for one field. */
function fit(sample: string, delimiter: string) {
  const counts = fieldCounts(sample, delimiter);
  const fields = counts[0] ?? 0;
  if (fields < 2) return { consistent: 0, fields };
  return { consistent: counts.filter((count) => count === fields).length / counts.length, fields };
}

function fieldCounts(sample: string, delimiter: string): number[] {
  const rows = new CsvRows(delimiter, defaultLimits);
  const counts: number[] = [];
  try {
    for (const row of rows.read(sample)) {
      if (counts.push(row.length) === rowsLookedAt) return counts;
    }
    // A record cut off by the sample's end says little, unless it is all there is.
    if (sample.length < sampleCharacters || counts.length === 0) {
      for (const row of rows.end()) counts.push(row.length);
    }
    return counts;
  } catch (error) {
    if (error instanceof InvalidFileError) return [];
    throw error;
  }
}
