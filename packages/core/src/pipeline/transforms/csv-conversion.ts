import { findDialect, sampleBytes } from "./csv-dialect.ts";
import { nameColumns } from "./csv-header.ts";
import { NdjsonRecords } from "./csv-ndjson.ts";
import { type ColumnProfile } from "./csv-profile.ts";
import { type CsvHandler, CsvReader } from "./csv-reader.ts";
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

/** One CSV file on its way to NDJSON. Holds a few chunks and the columns' profiles, never the file. */
export class CsvConversion implements CsvHandler {
  #header: string[] = [];
  #records: NdjsonRecords | undefined;
  readonly #text: Bytes;
  readonly #reader: CsvReader;
  readonly #dialect: { readonly delimiter: string; readonly encoding: string };

  private constructor(
    text: Bytes,
    dialect: { delimiter: string; encoding: string },
    limits: Limits,
  ) {
    this.#text = text;
    this.#dialect = dialect;
    this.#reader = new CsvReader(dialect.delimiter, limits, this);
  }

  /** Reads as much of the source as tells its encoding and delimiter. */
  static async open(source: Bytes, facts: FileFacts, limits: Limits): Promise<CsvConversion> {
    const bytes = await peek(source, 3);
    const { encoding, utf8 } = decodeText(bytes.all, Buffer.concat(bytes.first), facts);
    const { first, all } = await peek(utf8, sampleBytes);
    const sample = Buffer.concat(first).subarray(0, sampleBytes);
    const { delimiter, skip } = findDialect(sample, declaredDelimiter(facts));
    return new CsvConversion(without(all, skip), { delimiter, encoding }, limits);
  }

  /** The lines, some at a time. To be read once, before `profile`. */
  async *ndjson(): AsyncGenerator<Uint8Array> {
    for await (const piece of this.#text) {
      for (const _ of this.#reader.read(piece)) yield this.#take();
    }
    for (const _ of this.#reader.end()) yield this.#take();
    yield this.#take();
  }

  profile(): CsvProfile {
    const { rows = 0, shortRows = 0, longRows = 0 } = this.#records ?? {};
    const counts = { rows, shortRows, longRows, blankLines: this.#reader.blankLines };
    return { ...counts, ...this.#dialect, columns: this.#records?.columns() ?? [] };
  }

  field(bytes: Uint8Array, start: number, end: number) {
    if (this.#records) this.#records.field(bytes, start, end);
    else this.#header.push(Buffer.from(bytes.subarray(start, end)).toString());
  }

  endRecord(): boolean {
    if (this.#records) return this.#records.endRecord();
    this.#records = new NdjsonRecords(nameColumns(this.#header));
    return false;
  }

  #take(): Uint8Array {
    return this.#records?.take() ?? new Uint8Array();
  }
}

function declaredDelimiter(facts: FileFacts): string | undefined {
  const isTabbed = typeOf(facts.contentType) === "text/tab-separated-values";
  return isTabbed || extensionOf(facts.key) === "tsv" ? "\t" : undefined;
}

/** Leaves out the first `count` bytes. */
async function* without(text: Bytes, count: number): Bytes {
  let left = count;
  for await (const piece of text) {
    yield piece.subarray(left);
    left = Math.max(0, left - piece.length);
  }
}
