import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { seededRandom } from "./random.ts";

describe("chances from a seed", () => {
  test("are the same for the same seed, and others for another", () => {
    expect(draw(7)).toBe(draw(7));
    expect(draw(7)).not.toBe(draw(8));
  });
  test("stay within their bounds, which are reached", () => {
    const random = seededRandom(1);
    const drawn = Array.from({ length: 500 }, () => random.between(3, 5));
    expect(new Set(drawn)).toEqual(new Set([3, 4, 5]));
  });
  test("come about as often as they should", () => {
    const random = seededRandom(2);
    const hits = Array.from({ length: 10_000 }, () => random.chance(0.2)).filter(Boolean).length;
    expect(hits).toBeGreaterThan(1_800);
    expect(hits).toBeLessThan(2_200);
  });
  test("of a fork aren't moved by what the other draws later", () => {
    const [one, other] = [seededRandom(3), seededRandom(3)];
    const [fork, same] = [one.fork(), other.fork()];
    one.hex(100);
    expect(fork.hex(20)).toBe(same.hex(20));
  });
  test("shuffle without losing or doubling anything", () => {
    fc.assert(
      fc.property(fc.array(fc.integer()), fc.integer(), (items, seed) => {
        const shuffled = seededRandom(seed).shuffle(items);
        expect(sort(shuffled)).toEqual(sort(items));
      }),
    );
  });
});

const draw = (seed: number) => seededRandom(seed).hex(40);
const sort = (list: number[]) => list.toSorted((a, b) => a - b);
