import * as fc from "fast-check";
import { expect, test } from "vitest";
import { TextRange } from "./text-range.ts";

function rangeOf(texts: readonly string[]) {
  const range = new TextRange();
  for (const text of texts) {
    const bytes = Buffer.from(text);
    range.add(bytes, 0, bytes.length);
    bytes.fill(0);
  }
  return range.range();
}

test("a range of texts goes by code points", () => {
  fc.assert(
    fc.property(
      fc.array(fc.string({ unit: "binary", maxLength: 5 }), { minLength: 1 }),
      (texts) => {
        const sorted = texts
          .map((text) => Buffer.from(text))
          .toSorted((a, b) => Buffer.compare(a, b));
        expect(rangeOf(texts)).toEqual({
          count: texts.length,
          min: sorted[0]!.toString(),
          max: sorted.at(-1)!.toString(),
        });
      },
    ),
  );
});

test("long texts are cut to 100 bytes, never inside a character", () => {
  const { min, max } = rangeOf([`${"x".repeat(99)}é`, "y".repeat(200)]);
  expect(min).toBe("x".repeat(99));
  expect(max).toBe("y".repeat(100));
});
