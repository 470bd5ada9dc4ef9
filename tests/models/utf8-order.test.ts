import * as fc from "fast-check";
import { expect, test } from "vitest";
import { compareUtf8 } from "./utf8-order.ts";

test("strings are ordered as their UTF-8 bytes are", () => {
  const text = fc.string({ unit: "binary" });
  fc.assert(
    fc.property(text, text, (a, b) => {
      const bytes = Buffer.compare(Buffer.from(a), Buffer.from(b));
      expect(Math.sign(compareUtf8(a, b))).toBe(bytes);
    }),
  );
  expect(compareUtf8("\u{fb01}", "😀")).toBeLessThan(0);
});
