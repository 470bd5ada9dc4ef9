import { exactNumeral, survivesAsNumber } from "./numeral.ts";

/** What a CSV field is. `numeral`: a number whose text would not survive as one, like `12.50`. */
export type ValueKind = "empty" | "number" | "numeral" | "boolean" | "date" | "text";

const isoDate =
  /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])(?:[T ](?:[01]\d|2[0-3]):[0-5]\d(?::(?:[0-5]\d|60)(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?)?$/;
const longestDate = 40;

/**
 * Tells a field's kind from its text alone; quotes in the CSV carry no type.
 *
 * A number is what `String(Number(text))` gives back unchanged, integers only to 2^53 - 1. So `007`,
 * `1e5`, `+1`, `1.10`, `-0` and long ids are not numbers. Booleans are `true` and `false`.
 */
export function kindOf(field: string): ValueKind {
  if (field === "") return "empty";
  const first = field.charCodeAt(0);
  if (first <= 0x39 && (first >= 0x30 || first === 0x2d)) return kindOfDigits(field);
  return field === "true" || field === "false" ? "boolean" : "text";
}

function kindOfDigits(field: string): ValueKind {
  const value = exactNumeral(field);
  if (value === value) return survivesAsNumber(field, value) ? "number" : "numeral";
  const mayBeDate = field.length >= 10 && field.length <= longestDate && field[4] === "-";
  return mayBeDate && isoDate.test(field) ? "date" : "text";
}
