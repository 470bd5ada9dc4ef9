import { expect, test } from "vitest";
import { seededRandom } from "../random.ts";
import { sequencers } from "./sequencer.ts";

test("sequencers grow when padded with zeros, have different lengths, and mislead as numbers", () => {
  let now = Date.UTC(2026, 0, 1);
  const next = sequencers({ now: () => now, random: seededRandom(1) });
  const drawn = Array.from({ length: 300 }, (_, index) => {
    now += index % 3;
    return next();
  });
  const padded = drawn.map((sequencer) => sequencer.padEnd(64, "0"));
  for (const [index, one] of padded.entries()) {
    if (index > 0) expect(one > (padded[index - 1] ?? "")).toBe(true);
  }
  expect(new Set(drawn.map(({ length }) => length)).size).toBeGreaterThan(1);
  const numbers = drawn.map((sequencer) => BigInt(`0x${sequencer}`));
  expect(numbers.some((number, index) => index > 0 && number < (numbers[index - 1] ?? 0n))).toBe(
    true,
  );
});
