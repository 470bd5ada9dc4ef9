import { InvalidFileError } from "./errors.ts";
import { actionAt, firstAction, type JsonAction, stateNumber, table } from "./json-table.ts";
import { Utf8Check } from "./utf8.ts";

/** What a JSON text holds, counted on the way. */
export interface JsonStatistics {
  /** Complete values at the top: 1 for JSON, one for each line that isn't blank for NDJSON. */
  documents: number;
  objects: number;
  arrays: number;
  /** Values only; keys are counted as `keys`. */
  strings: number;
  numbers: number;
  booleans: number;
  nulls: number;
  keys: number;
  /** Objects and arrays in one another, at most. */
  depth: number;
}

/** One value; one value on each line; or whichever of the two it turns out to be. */
export type JsonMode = "json" | "ndjson" | "either";

export interface JsonCheckOptions {
  readonly mode: JsonMode;
  readonly maxDepth: number;
}

const value = stateNumber("value");
const key = stateNumber("key");
const colon = stateNumber(":");
const after = stateNumber("after");
const inString = stateNumber("string");
const openObject = stateNumber("key or }");
const openArray = stateNumber("value or ]");
/** The state after the first byte of a number, `true`, `false` or `null`; digits 1 to 9 are "1". */
const begun = new Map(
  (["-", "0", "t", "f", "n"] as const).map((state) => [state.charCodeAt(0), stateNumber(state)]),
);
const wholeNumber = stateNumber("1");
const completes = new Set((["after", "0", "1", "1.1", "1e1"] as const).map(stateNumber));
const byteOrderMark = [0xef, 0xbb, 0xbf];
const quote = 0x22;
const backslash = 0x5c;
const space = 0x20;

/**
 * Holds a stream of bytes to RFC 8259 and UTF-8, in the memory of one byte for each level of depth:
 * no value is ever kept, so a document of any size, with strings of any length, will do.
 *
 * Accepts exactly what `JSON.parse` accepts, and a byte-order mark. Both methods throw
 * `InvalidFileError`, naming the byte.
 */
export class JsonCheck {
  readonly statistics: JsonStatistics = {
    documents: 0,
    objects: 0,
    arrays: 0,
    strings: 0,
    numbers: 0,
    booleans: 0,
    nulls: 0,
    keys: 0,
    depth: 0,
  };
  #mode: JsonMode;
  readonly #utf8 = new Utf8Check();
  /** For each level 1 for an object, 0 for an array. */
  readonly #levels: Uint8Array;
  #depth = 0;
  #state = value;
  #isKey = false;
  #offset = 0;

  constructor({ mode, maxDepth }: JsonCheckOptions) {
    this.#mode = mode;
    this.#levels = new Uint8Array(maxDepth);
  }

  write(chunk: Uint8Array): void {
    this.#utf8.write(chunk);
    let state = this.#state;
    for (let index = this.#markIn(chunk); index < chunk.length; index++) {
      const byte = chunk[index]!;
      if (state === inString && byte !== quote && byte !== backslash && byte >= space) continue;
      const next = table[state * 256 + byte]!;
      state = next < firstAction ? next : this.#act(actionAt(next), state, byte, index);
    }
    this.#state = state;
    this.#offset += chunk.length;
  }

  /** What it is as far as the bytes tell; `either` where one line says nothing more. */
  get mode(): JsonMode {
    return this.#mode;
  }

  end(): void {
    this.#utf8.end();
    const isBetweenLines = this.#state === value && this.#mode !== "json";
    const mayEnd = completes.has(this.#state) || (isBetweenLines && this.#mayBeNone());
    if (this.#depth > 0 || !mayEnd) throw this.#invalid("ends before its value does", 0);
  }

  #act(action: JsonAction, state: number, byte: number, index: number): number {
    switch (action) {
      case "begin key":
        this.#isKey = true;
        this.statistics.keys++;
        return inString;
      case "begin string":
        this.#isKey = false;
        this.#count("strings");
        return inString;
      case "end string":
        return this.#isKey ? colon : after;
      case "begin number":
        this.#count("numbers");
        return begun.get(byte) ?? wholeNumber;
      case "begin boolean":
        this.#count("booleans");
        return begun.get(byte)!;
      case "begin null":
        this.#count("nulls");
        return begun.get(byte)!;
      case "open object":
        return this.#open(true, index);
      case "open array":
        return this.#open(false, index);
      case "close object":
        return this.#close(true, index);
      case "close array":
        return this.#close(false, index);
      case "comma":
        if (this.#depth === 0) throw this.#unexpected(index);
        return this.#isInObject() ? key : value;
      case "end of line":
        return this.#endLine(state, index);
      default:
        throw this.#unexpected(index);
    }
  }

  #count(kind: "objects" | "arrays" | "strings" | "numbers" | "booleans" | "nulls") {
    this.statistics[kind]++;
    if (this.#depth > 0) return;
    if (++this.statistics.documents > 1) this.#mode = "ndjson";
  }

  #open(isObject: boolean, index: number): number {
    this.#count(isObject ? "objects" : "arrays");
    if (this.#depth === this.#levels.length) {
      throw this.#invalid(`is more than ${this.#levels.length} levels deep`, index);
    }
    this.#levels[this.#depth++] = isObject ? 1 : 0;
    this.statistics.depth = Math.max(this.statistics.depth, this.#depth);
    return isObject ? openObject : openArray;
  }

  #close(isObject: boolean, index: number): number {
    if (this.#depth === 0 || this.#isInObject() !== isObject) throw this.#unexpected(index);
    this.#depth--;
    return after;
  }

  /** Only lines that were asked for may all be blank. */
  #mayBeNone() {
    return this.#mode === "ndjson" || this.statistics.documents > 0;
  }

  #isInObject() {
    return this.#levels[this.#depth - 1] === 1;
  }

  /** Between documents of NDJSON a line end begins the next; elsewhere it is a space. */
  #endLine(state: number, index: number): number {
    if (this.#depth > 0) {
      if (this.#mode === "ndjson") throw this.#invalid("ends a line inside a value", index);
      this.#mode = "json";
    } else if (this.#mode !== "json") return value;
    return completes.has(state) ? after : state;
  }

  /** How many of the chunk's first bytes belong to a byte-order mark at the file's beginning. */
  #markIn(chunk: Uint8Array): number {
    let count = 0;
    while (count < chunk.length && chunk[count] === byteOrderMark[this.#offset + count]) count++;
    return count;
  }

  #unexpected(index: number) {
    return this.#invalid("has an unexpected character", index);
  }

  #invalid(what: string, index: number) {
    return new InvalidFileError(`The JSON ${what} at byte ${this.#offset + index}.`);
  }
}
