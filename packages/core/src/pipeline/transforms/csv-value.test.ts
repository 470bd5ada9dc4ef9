import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { kindOf } from "./csv-value.ts";
import { exactNumeral } from "./numeral.ts";

function kind(text: string) {
  const bytes = Buffer.from(`"${text}"`);
  return kindOf(bytes, 1, bytes.length - 1);
}

describe("a CSV field's kind", () => {
  test.each([
    ["number", ["0", "7", "-7", "12.5", "0.001", "-0.5", "9007199254740991", "0.1234567890123456"]],
    ["numeral", ["12.50", "1.10", "0.0", "-0", "-0.0", "0.0000001", "1.000000000000000"]],
    ["text", ["007", "+1", "1e5", "1.", ".5", "-", "--1", "1.2.3", "1,5", " 1", "1 ", "0x10"]],
    ["text", ["9007199254740993", "12345678901234567890", "0.12345678901234567890123", "NaN"]],
    ["boolean", ["true", "false"]],
    ["text", ["True", "FALSE", "yes", "null", "constructor"]],
    [
      "date",
      ["2024-02-29", "2024-02-29T23:59", "2024-02-29 23:59:60.123Z", "2024-01-01T00:00:00+02:00"],
    ],
    [
      "text",
      [
        "2024-13-01",
        "2024-1-1",
        "2024-02-29T25:00",
        "2024-02-29x",
        "20240229T000000",
        "2024-00-01",
        "2024-01-32",
        "20a4-01-01",
      ],
    ],
    ["empty", [""]],
  ])("is %s for %j", (expected, fields) => {
    expect(fields.map(kind)).toEqual(fields.map(() => expected));
  });

  test("is number exactly when the text survives it", () => {
    const numeral = fc.oneof(
      fc.double().map(String),
      fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n }).map(String),
      fc.string({ unit: fc.constantFrom(..."0123456789.-".split("")), maxLength: 20 }),
      fc.tuple(fc.nat(), fc.nat()).map(([whole, part]) => `${whole}.${part}`),
    );
    fc.assert(
      fc.property(numeral, (text) => {
        const value = Number(text);
        const isPlain = String(value) === text && /^-?[\d.]+$/.test(text);
        const survives = isPlain && (text.includes(".") || Number.isSafeInteger(value));
        expect(kind(text) === "number").toBe(survives);
      }),
      { numRuns: 5_000 },
    );
  });

  test("has a numeral's exact value", () => {
    const decimal = fc.tuple(
      fc.boolean(),
      fc.nat({ max: 9_999_999 }),
      fc.stringMatching(/^\d{0,7}$/),
    );
    fc.assert(
      fc.property(decimal, ([isNegative, whole, part]) => {
        const text = `${isNegative ? "-" : ""}${whole}${part === "" ? "" : `.${part}`}`;
        expect(exactNumeral(Buffer.from(text), 0, text.length)).toBe(Number(text));
      }),
      { numRuns: 2_000 },
    );
  });
});
