import { findDialect, sampleCharacters } from "./csv-dialect.ts";
import { nameColumns } from "./csv-header.ts";
import { NdjsonRecords } from "./csv-ndjson.ts";
import { type ColumnProfile } from "./csv-profile.ts";
import { CsvRows } from "./csv-rows.ts";
import { decodeText } from "./decode.ts";
import { extensionOf, typeOf } from "./format.ts";
import { type Limits } from "./limits.ts";
import { peek } from "./peek.ts";
import { type Bytes, type FileFacts } from "./type.ts";

/** `profile.json` of a CSV file. */
export interface CsvProfile {
  /** Records after the header. */
  readonly rows: number;
  /** Records with fewer or more fields than the header. */
  readonly shortRows: number;
  readonly longRows: number;
  /** Lines with nothing on them, which are no records. */
  readonly blankLines: number;
  readonly delimiter: string;
  readonly encoding: string;
  readonly columns: readonly ColumnProfile[];
}

const flushAtCharacters = 64 * 1024;

/** One CSV file on its way to NDJSON. Holds a few chunks and the columns' profiles, never the file. */
export class CsvConversion {
  #records: NdjsonRecords | undefined;
  readonly #text: AsyncIterable<string>;
  readonly #rows: CsvRows;
  readonly #dialect: { readonly delimiter: string; readonly encoding: string };

  private constructor(
    text: AsyncIterable<string>,
    rows: CsvRows,
    dialect: { delimiter: string; encoding: string },
  ) {
    this.#text = text;
    this.#rows = rows;
    this.#dialect = dialect;
  }

  /** Reads as much of the source as tells its encoding and delimiter. */
  static async open(source: Bytes, facts: FileFacts, limits: Limits): Promise<CsvConversion> {
    const bytes = await peek(source, 3);
    const { encoding, text } = decodeText(bytes.all, Buffer.concat(bytes.first), facts);
    const { first, all } = await peek(text, sampleCharacters);
    const sample = first.join("").slice(0, sampleCharacters);
    const { delimiter, skip } = findDialect(sample, declaredDelimiter(facts));
    const rows = new CsvRows(delimiter, limits);
    return new CsvConversion(without(all, skip), rows, { delimiter, encoding });
  }

  /** The lines, some at a time. To be read once, before `profile`. */
  async *ndjson(): AsyncGenerator<Uint8Array> {
    let lines = "";
    for await (const piece of this.#text) {
      for (const row of this.#rows.read(piece)) {
        lines += this.#line(row);
        if (lines.length < flushAtCharacters) continue;
        yield Buffer.from(lines);
        lines = "";
      }
    }
    for (const row of this.#rows.end()) lines += this.#line(row);
    if (lines !== "") yield Buffer.from(lines);
  }

  profile(): CsvProfile {
    const { rows = 0, shortRows = 0, longRows = 0 } = this.#records ?? {};
    const counts = { rows, shortRows, longRows, blankLines: this.#rows.blankLines };
    return { ...counts, ...this.#dialect, columns: this.#records?.columns() ?? [] };
  }

  #line(row: readonly string[]): string {
    if (this.#records) return this.#records.line(row);
    this.#records = new NdjsonRecords(nameColumns(row));
    return "";
  }
}

function declaredDelimiter(facts: FileFacts): string | undefined {
  const isTabbed = typeOf(facts.contentType) === "text/tab-separated-values";
  return isTabbed || extensionOf(facts.key) === "tsv" ? "\t" : undefined;
}

/** Leaves out the first `count` characters. */
async function* without(text: AsyncIterable<string>, count: number): AsyncGenerator<string> {
  let left = count;
  for await (const piece of text) {
    yield piece.slice(left);
    left = Math.max(0, left - piece.length);
  }
}
