import { ByteWriter } from "./byte-writer.ts";
import { type Header } from "./csv-header.ts";
import { type ColumnProfile, ColumnProfiler } from "./csv-profile.ts";
import { type CsvHandler } from "./csv-reader.ts";

/** What is gathered before it is passed on. */
const flushAtBytes = 64 * 1024;
const comma = 0x2c;
const endOfList = Buffer.from("]");
const endOfLine = Buffer.from("}\n");
const nullWord = Buffer.from("null");

/** Writes records as lines of NDJSON and profiles them on the way. */
export class NdjsonRecords implements CsvHandler {
  rows = 0;
  shortRows = 0;
  longRows = 0;
  #column = 0;
  readonly #out = new ByteWriter();
  readonly #names: readonly string[];
  /** `{"name":` or `,"name":`, as text: `__proto__` is a name like any other. */
  readonly #labels: readonly Uint8Array[];
  readonly #extraLabel: Uint8Array;
  readonly #profilers: readonly ColumnProfiler[];

  constructor({ names, extraName }: Header) {
    this.#names = names;
    this.#labels = names.map((name, index) =>
      Buffer.from(`${index === 0 ? "{" : ","}${JSON.stringify(name)}:`),
    );
    this.#extraLabel = Buffer.from(`,${JSON.stringify(extraName)}:[`);
    this.#profilers = names.map(() => new ColumnProfiler());
  }

  field(bytes: Uint8Array, start: number, end: number) {
    const column = this.#column++;
    const label = this.#labels[column];
    if (!label) return this.#extra(column, bytes, start, end);
    this.#out.write(label);
    const kind = this.#profilers[column]!.add(bytes, start, end);
    if (kind === "number" || kind === "boolean") this.#out.write(bytes, start, end);
    else if (kind === "empty") this.#out.write(nullWord);
    else this.#out.jsonString(bytes, start, end);
  }

  endRecord(): boolean {
    const columns = this.#labels.length;
    if (this.#column > columns) this.#out.write(endOfList);
    this.#out.write(endOfLine);
    this.rows++;
    if (this.#column < columns) this.shortRows++;
    if (this.#column > columns) this.longRows++;
    this.#column = 0;
    return this.#out.length >= flushAtBytes;
  }

  /** The lines since the last time. */
  take(): Buffer {
    return this.#out.take();
  }

  columns(): ColumnProfile[] {
    return this.#profilers.map((profiler, index) =>
      profiler.profile(this.#names[index]!, this.rows),
    );
  }

  #extra(column: number, bytes: Uint8Array, start: number, end: number) {
    if (column === this.#labels.length) this.#out.write(this.#extraLabel);
    else this.#out.byte(comma);
    this.#out.jsonString(bytes, start, end);
  }
}
