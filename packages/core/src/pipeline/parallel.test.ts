import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { limited } from "./limited.ts";
import { inParallel } from "./parallel.ts";

const tick = () => new Promise((resolve) => setImmediate(resolve));

/** Counts how many run at once. */
function counting() {
  const seen = { running: 0, most: 0, begun: 0 };
  const work = async <T>(result: T): Promise<T> => {
    seen.begun++;
    seen.most = Math.max(seen.most, ++seen.running);
    await tick();
    seen.running--;
    return result;
  };
  return { seen, work };
}

describe("work in parallel", () => {
  test("keeps to its limit and to the order of its items", async () => {
    const numbers = fc.array(fc.nat(), { maxLength: 20 });
    await fc.assert(
      fc.asyncProperty(numbers, fc.integer({ min: 1, max: 5 }), async (items, limit) => {
        const { seen, work } = counting();
        expect(await inParallel(items, limit, work)).toEqual(items);
        expect(seen.most).toBeLessThanOrEqual(limit);
      }),
      { numRuns: 30 },
    );
  });

  test("begins nothing after a failure, and waits for what it had begun", async () => {
    const { seen, work } = counting();
    const failing = async (item: number) => {
      await work(item);
      if (item === 1) throw new RangeError("one");
    };
    await expect(inParallel([0, 1, 2, 3, 4, 5], 2, failing)).rejects.toThrow("one");
    expect(seen.begun).toBeLessThan(6);
    expect(seen.running).toBe(0);
  });
});

describe("work in turn", () => {
  test("keeps to its limit, in order, though some of it fails", async () => {
    const { seen, work } = counting();
    const inTurn = limited(2);
    const order: number[] = [];
    const results = await Promise.allSettled(
      [0, 1, 2, 3, 4].map((item) =>
        inTurn(async () => {
          order.push(item);
          await work(item);
          if (item === 1) throw new RangeError("one");
        }),
      ),
    );
    expect(order).toEqual([0, 1, 2, 3, 4]);
    expect(seen.most).toBe(2);
    expect(results.map(({ status }) => status)).toEqual([
      "fulfilled",
      "rejected",
      "fulfilled",
      "fulfilled",
      "fulfilled",
    ]);
  });
});
