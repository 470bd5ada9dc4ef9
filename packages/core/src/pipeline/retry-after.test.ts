import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Outcome } from "./outcome.ts";
import { secondsUntilNext } from "./retry-after.ts";

const upload = { bucket: "b", key: "k", version: "v" };
const busy = (until: number): Outcome => ({ kind: "busy", upload, until });
const retry = (attempts: number): Outcome => ({ kind: "retry", upload, error: "x", attempts });
const even = { now: 0, random: 0.5 };

describe("the time until a message is delivered again", () => {
  test("is none when all is done", () => {
    const outcomes: Outcome[] = [
      { kind: "archived", upload },
      { kind: "failed", upload, error: 1 },
    ];
    expect(secondsUntilNext(outcomes, even)).toBeUndefined();
    expect(secondsUntilNext([], even)).toBeUndefined();
  });

  test("is when the lease in its way ends", () => {
    expect(secondsUntilNext([busy(90_000)], { now: 30_000, random: 0 })).toBe(60);
  });

  test("doubles with each attempt, to a quarter of an hour", () => {
    const pauses = [1, 2, 3, 4, 20].map((attempts) => secondsUntilNext([retry(attempts)], even));
    expect(pauses).toEqual([5, 10, 20, 40, 900]);
  });

  test("is the soonest of several", () => {
    expect(secondsUntilNext([busy(90_000), retry(1)], even)).toBe(5);
  });

  test("is always one that SQS takes", () => {
    const outcome = fc.oneof(fc.integer().map(busy), fc.nat({ max: 1000 }).map(retry));
    const chance = fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true });
    fc.assert(
      fc.property(
        fc.array(outcome, { minLength: 1 }),
        chance,
        fc.integer(),
        (some, random, now) => {
          const seconds = secondsUntilNext(some, { now, random });
          expect(Number.isInteger(seconds)).toBe(true);
          expect(seconds).toBeGreaterThanOrEqual(1);
          expect(seconds).toBeLessThanOrEqual(43_200);
        },
      ),
    );
  });
});
