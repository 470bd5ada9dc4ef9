import { InvalidFileError } from "./errors.ts";
import { type Limits } from "./limits.ts";

type CsvLimits = Pick<Limits, "maxFieldCharacters" | "maxRecordCharacters" | "maxColumns">;

const quote = 0x22;
const lineFeed = 0x0a;
const carriageReturn = 0x0d;
const unfinished = -1;

/**
 * Splits text into CSV records, however it comes in pieces: RFC 4180, and what real files do.
 *
 * CRLF, LF and CR end a record, also mixed. A field that begins with a quote ends with one; `""` in
 * it is a quote, and line ends in it are text. A quote inside an unquoted field is text. Lines with
 * nothing on them are counted and skipped. Throws `InvalidFileError`, naming the line, for text
 * after a closing quote, a quote that is never closed, and fields or records over their limits.
 */
export class CsvRows {
  blankLines = 0;
  #line = 1;
  #row: string[] = [];
  #rowCharacters = 0;
  #blank = false;
  #afterCarriageReturn = false;
  /** The unfinished field, and how many of its characters need no second look. */
  #pending = "";
  #scanned = 0;
  readonly #delimiter: number;
  readonly #limits: CsvLimits;

  constructor(delimiter: string, limits: CsvLimits) {
    this.#delimiter = delimiter.charCodeAt(0);
    this.#limits = limits;
  }

  /** The records that end in this piece. */
  read(piece: string): Generator<string[]> {
    return this.#records(piece, false);
  }

  /** The record that only the end of the text ends, if there is one. */
  *end(): Generator<string[]> {
    yield* this.#records("", true);
    if (this.#row.length === 0) return;
    this.#take("");
    yield this.#endRecord();
  }

  *#records(piece: string, last: boolean): Generator<string[]> {
    if (piece === "" && !last) return;
    const text = this.#pending + piece;
    let start = this.#afterCarriageReturn && text.charCodeAt(0) === lineFeed ? 1 : 0;
    this.#afterCarriageReturn = false;
    while (start < text.length) {
      const end = this.#field(text, start, last);
      if (end === unfinished) break;
      start = end + 1;
      const terminator = text.charCodeAt(end);
      if (terminator === this.#delimiter) continue;
      if (terminator === carriageReturn) {
        this.#afterCarriageReturn = start === text.length;
        if (text.charCodeAt(start) === lineFeed) start++;
      }
      const row = this.#endRecord();
      if (this.#blank) this.blankLines++;
      else yield row;
    }
    this.#pending = text.slice(start);
  }

  /** Takes the field that begins at `start`. Gives the index of what ends it, or `unfinished`. */
  #field(text: string, start: number, last: boolean): number {
    if (text.charCodeAt(start) === quote) return this.#quotedField(text, start, last);
    let end = start + this.#scanned;
    for (; end < text.length; end++) {
      const character = text.charCodeAt(end);
      if (character === this.#delimiter) break;
      if (character === lineFeed || character === carriageReturn) break;
    }
    if (end === text.length && !last) return this.#remember(end - start);
    this.#blank = end === start && this.#row.length === 0;
    this.#take(text.slice(start, end));
    return end;
  }

  #quotedField(text: string, start: number, last: boolean): number {
    let close = text.indexOf('"', start + Math.max(1, this.#scanned));
    while (close !== -1 && text.charCodeAt(close + 1) === quote)
      close = text.indexOf('"', close + 2);
    const length = (close === -1 ? text.length : close) - start - 1;
    if (length > this.#limits.maxFieldCharacters) throw this.#tooLong();
    if (close === -1 && last) throw this.#invalid("opens a quote that is never closed");
    if (close === -1 || (close + 1 === text.length && !last)) return this.#remember(length + 1);
    if (!this.#endsField(text.charCodeAt(close + 1))) {
      throw this.#invalid("has text after a closing quote");
    }
    const value = text.slice(start + 1, close);
    this.#blank = false;
    this.#take(value.includes('"') ? value.replaceAll('""', '"') : value);
    this.#line += lineEndsIn(value);
    return close + 1;
  }

  #remember(scanned: number) {
    if (scanned > this.#limits.maxFieldCharacters + 1) throw this.#tooLong();
    this.#scanned = scanned;
    return unfinished;
  }

  #endsField(character: number) {
    const lineEnds = character === lineFeed || character === carriageReturn;
    return lineEnds || character === this.#delimiter || Number.isNaN(character);
  }

  #take(field: string) {
    this.#scanned = 0;
    this.#rowCharacters += field.length;
    if (field.length > this.#limits.maxFieldCharacters) throw this.#tooLong();
    if (this.#rowCharacters > this.#limits.maxRecordCharacters) {
      throw this.#invalid(`begins a record of over ${this.#limits.maxRecordCharacters} characters`);
    }
    if (this.#row.push(field) > this.#limits.maxColumns) {
      throw this.#invalid(`has over ${this.#limits.maxColumns} fields`);
    }
  }

  #endRecord() {
    const row = this.#row;
    this.#row = [];
    this.#rowCharacters = 0;
    this.#line++;
    return row;
  }

  #tooLong() {
    return this.#invalid(`has a field of over ${this.#limits.maxFieldCharacters} characters`);
  }

  #invalid(what: string) {
    return new InvalidFileError(`CSV line ${this.#line} ${what} (field ${this.#row.length + 1}).`);
  }
}

function lineEndsIn(value: string): number {
  if (!value.includes("\n") && !value.includes("\r")) return 0;
  return value.match(/\r\n|\r|\n/g)?.length ?? 0;
}
