import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { addNumbers, compareNumbers, normaliseNumber } from "./decimal.ts";

describe("decimal numbers", () => {
  test.each([
    ["0", "0"],
    ["-0", "0"],
    ["007", "7"],
    ["1.500", "1.5"],
    ["1E+3", "1000"],
    ["1.5e-3", "0.0015"],
    [".5", "0.5"],
    ["-12.50", "-12.5"],
  ])("%s is stored as %s", (text, plain) => {
    expect(normaliseNumber(text)).toBe(plain);
  });
  test.each(["", "x", "1.2.3", "NaN", "Infinity", "1e126", "1e-131", "1".repeat(39)])(
    "%s is none, or too large to store",
    (text) => {
      expect(normaliseNumber(text)).toBeUndefined();
    },
  );
  test("add exactly where floating point doesn't", () => {
    expect(addNumbers("0.1", "0.2")).toBe("0.3");
    expect(addNumbers("0.3", "0.1", -1)).toBe("0.2");
    expect(addNumbers("99999999999999999999", "1")).toBe("100000000000000000000");
    expect(addNumbers("1e37", "1e-37")).toBeUndefined();
  });
  test("add and compare as whole numbers do", () => {
    const whole = fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n });
    fc.assert(
      fc.property(whole, whole, (a, b) => {
        expect(addNumbers(`${a}`, `${b}`)).toBe(`${a + b}`);
        expect(addNumbers(`${a}`, `${b}`, -1)).toBe(`${a - b}`);
        expect(Math.sign(compareNumbers(`${a}`, `${b}`))).toBe(a < b ? -1 : a > b ? 1 : 0);
      }),
    );
  });
});
