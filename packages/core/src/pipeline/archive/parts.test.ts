import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { cutIntoParts } from "./parts.ts";

const mebi = 1024 ** 2;
const boundsOf = (range: string) => {
  const [, first, last] = /^bytes=(\d+)-(\d+)$/.exec(range) ?? [];
  return { first: Number(first), last: Number(last) };
};

describe("the parts of a large object", () => {
  test("are of the wanted length, and a rest", () => {
    expect(cutIntoParts(25, 10)).toEqual([
      { number: 1, range: "bytes=0-9" },
      { number: 2, range: "bytes=10-19" },
      { number: 3, range: "bytes=20-24" },
    ]);
  });

  test("cover every byte once, within S3's limits, up to 50 TiB", () => {
    const size = fc.bigInt(1n, 50n * 1024n ** 4n).map(Number);
    const length = fc.integer({ min: 5 * mebi, max: 5 * 1024 * mebi });
    fc.assert(
      fc.property(size, length, (bytes, wanted) => {
        const parts = cutIntoParts(bytes, wanted);
        expect(parts.length).toBeLessThanOrEqual(10_000);
        const bounds = parts.map(({ range }) => boundsOf(range));
        const isWrong = bounds.findIndex(({ first, last }, index) => {
          const isNext = first === (index === 0 ? 0 : (bounds[index - 1]?.last ?? 0) + 1);
          const isLongEnough = last - first + 1 >= wanted || index === bounds.length - 1;
          return !isNext || !isLongEnough || parts[index]?.number !== index + 1;
        });
        expect(isWrong).toBe(-1);
        expect(bounds.at(-1)?.last).toBe(bytes - 1);
      }),
      { numRuns: 50 },
    );
  });
});
