import { type Header } from "./csv-header.ts";
import { type ColumnProfile, ColumnProfiler } from "./csv-profile.ts";

/** Writes records as lines of NDJSON and profiles them on the way. */
export class NdjsonRecords {
  rows = 0;
  shortRows = 0;
  longRows = 0;
  readonly #header: Header;
  readonly #labels: readonly string[];
  readonly #profilers: readonly ColumnProfiler[];

  constructor(header: Header) {
    this.#header = header;
    // Text, never an object's keys: `__proto__` is a name like any other.
    this.#labels = header.names.map((name) => `${JSON.stringify(name)}:`);
    this.#profilers = header.names.map(() => new ColumnProfiler());
  }

  /** One line with its line end. */
  line(row: readonly string[]): string {
    const columns = this.#labels.length;
    this.rows++;
    if (row.length < columns) this.shortRows++;
    let line = "{";
    for (let index = 0; index < Math.min(row.length, columns); index++) {
      if (index > 0) line += ",";
      line += this.#labels[index]! + this.#value(index, row[index]!);
    }
    if (row.length > columns) line += this.#extra(row.slice(columns));
    return `${line}}\n`;
  }

  columns(): ColumnProfile[] {
    return this.#profilers.map((profiler, index) =>
      profiler.profile(this.#header.names[index]!, this.rows),
    );
  }

  #value(index: number, field: string): string {
    const kind = this.#profilers[index]!.add(field);
    if (kind === "number" || kind === "boolean") return field;
    return kind === "empty" ? "null" : JSON.stringify(field);
  }

  #extra(fields: readonly string[]): string {
    this.longRows++;
    return `,${JSON.stringify(this.#header.extraName)}:${JSON.stringify(fields)}`;
  }
}
