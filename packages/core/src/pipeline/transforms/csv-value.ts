import { isIsoDate } from "./iso-date.ts";
import { exactNumeral, survivesAsNumber } from "./numeral.ts";

/** What a CSV field is. `numeral`: a number whose text would not survive as one, like `12.50`. */
export type ValueKind = "empty" | "number" | "numeral" | "boolean" | "date" | "text";

const zero = 0x30;
const nine = 0x39;
const hyphen = 0x2d;
const yes = Buffer.from("true");
const no = Buffer.from("false");

/**
 * Tells a field's kind from its bytes alone; quotes in the CSV carry no type.
 *
 * A number is what `String(Number(text))` gives back unchanged, integers only to 2^53 - 1. So `007`,
 * `1e5`, `+1`, `1.10`, `-0` and long ids are not numbers. Booleans are `true` and `false`.
 */
export function kindOf(bytes: Uint8Array, start: number, end: number): ValueKind {
  if (start === end) return "empty";
  const first = bytes[start]!;
  if ((first >= zero && first <= nine) || first === hyphen) return kindOfDigits(bytes, start, end);
  if (first === yes[0]) return isWord(bytes, start, end, yes) ? "boolean" : "text";
  return first === no[0] && isWord(bytes, start, end, no) ? "boolean" : "text";
}

function kindOfDigits(bytes: Uint8Array, start: number, end: number): ValueKind {
  const value = exactNumeral(bytes, start, end);
  const isNumeral = !Number.isNaN(value);
  if (isNumeral) return survivesAsNumber(bytes, start, end, value) ? "number" : "numeral";
  return isIsoDate(bytes, start, end) ? "date" : "text";
}

function isWord(bytes: Uint8Array, start: number, end: number, word: Uint8Array): boolean {
  if (end - start !== word.length) return false;
  for (let index = 0; index < word.length; index++) {
    if (bytes[start + index] !== word[index]) return false;
  }
  return true;
}
