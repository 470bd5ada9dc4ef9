import { isUtf8 } from "node:buffer";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { cuts, pieces } from "./testing.ts";
import { Utf8Check } from "./utf8.ts";

function verdict(all: readonly Uint8Array[]): string {
  const check = new Utf8Check();
  try {
    for (const piece of all) check.write(piece);
    check.end();
    return "valid";
  } catch (error) {
    return (error as Error).message;
  }
}

const almostUtf8 = fc
  .array(
    fc.oneof(
      fc.string({ unit: "binary" }).map((text) => Buffer.from(text)),
      fc.uint8Array({ maxLength: 3 }),
    ),
  )
  .map((all) => Buffer.concat(all));

describe("the UTF-8 check", () => {
  test("says what Node says, and the same byte wherever the bytes are cut", () => {
    fc.assert(
      fc.property(almostUtf8, cuts, (bytes, at) => {
        const whole = verdict([bytes]);
        expect(whole === "valid").toBe(isUtf8(bytes));
        expect(verdict(pieces(bytes, at))).toBe(whole);
      }),
      { numRuns: 5_000 },
    );
  });

  test.each([
    ["61e9", 1],
    ["c3a9ff", 2],
    ["61f09f98", 1],
    ["eda080", 0],
    ["61626380", 3],
  ])("names the byte where %s goes wrong: %i", (hexadecimal, byte) => {
    expect(verdict([Buffer.from(hexadecimal, "hex")])).toBe(
      `Not valid UTF-8 from byte ${byte} on.`,
    );
  });
});
