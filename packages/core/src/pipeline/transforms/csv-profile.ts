import { kindOf, type ValueKind } from "./csv-value.ts";
import { exactNumeral } from "./numeral.ts";
import { TextRange } from "./text-range.ts";

export interface Range<T> {
  readonly count: number;
  readonly min: T;
  readonly max: T;
}

/** What a column holds. The counts of `types`, `nulls` and `missing` add up to the rows. */
export interface ColumnProfile {
  readonly name: string;
  /** The one type of its values, `mixed`, or `empty` where there is no value. */
  readonly type: "number" | "boolean" | "date" | "text" | "mixed" | "empty";
  /** Empty fields. */
  readonly nulls: number;
  /** Records that end before this column. */
  readonly missing: number;
  /** UTF-8 bytes of the longest value. */
  readonly longest: number;
  /** Of the column's only type; absent for `mixed`, `empty` and `boolean`. Texts are cut to 100 bytes. */
  readonly min?: number | string;
  readonly max?: number | string;
  readonly types: {
    readonly number?: Range<number>;
    readonly boolean?: { readonly count: number };
    readonly date?: Range<string>;
    readonly text?: Range<string>;
  };
}

/** Gathers one column's profile, field by field, in constant memory. */
export class ColumnProfiler {
  #nulls = 0;
  #fields = 0;
  #longest = 0;
  #booleans = 0;
  #numbers = 0;
  #least = Infinity;
  #greatest = -Infinity;
  readonly #dates = new TextRange();
  readonly #texts = new TextRange();

  /** Counts a field and tells its kind, so that nobody need look at it twice. */
  add(bytes: Uint8Array, start: number, end: number): ValueKind {
    const kind = kindOf(bytes, start, end);
    this.#fields++;
    if (end - start > this.#longest) this.#longest = end - start;
    if (kind === "text") this.#texts.add(bytes, start, end);
    else if (kind === "number" || kind === "numeral") {
      this.#addNumber(exactNumeral(bytes, start, end));
    } else if (kind === "empty") this.#nulls++;
    else if (kind === "date") this.#dates.add(bytes, start, end);
    else this.#booleans++;
    return kind;
  }

  /** `rows`: all records, also those too short to have this column. */
  profile(name: string, rows: number): ColumnProfile {
    const types = this.#types();
    const present = Object.keys(types) as (keyof typeof types)[];
    const type = present.length > 1 ? "mixed" : (present[0] ?? "empty");
    const only = type === "number" || type === "date" || type === "text" ? types[type] : undefined;
    return {
      name,
      type,
      nulls: this.#nulls,
      missing: rows - this.#fields,
      longest: this.#longest,
      ...(only && { min: only.min, max: only.max }),
      types,
    };
  }

  #addNumber(value: number) {
    this.#numbers++;
    if (value < this.#least) this.#least = value;
    if (value > this.#greatest) this.#greatest = value;
  }

  #types(): ColumnProfile["types"] {
    const number = { count: this.#numbers, min: this.#least, max: this.#greatest };
    return {
      ...(this.#numbers > 0 && { number }),
      ...(this.#booleans > 0 && { boolean: { count: this.#booleans } }),
      ...(this.#dates.count > 0 && { date: this.#dates.range() }),
      ...(this.#texts.count > 0 && { text: this.#texts.range() }),
    };
  }
}
