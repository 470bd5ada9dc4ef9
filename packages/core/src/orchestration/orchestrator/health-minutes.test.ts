import { describe, expect, test } from "vitest";
import { type Status } from "../ecology/health.ts";
import { mostMinutes, withMinute, type HealthMinute } from "./health-minutes.ts";

const minute = 60_000;
const decided = (at: number, status: Status = 2, value?: number) => ({
  at,
  status,
  metric: "errors",
  ...(value !== undefined && { value }),
});

describe("what decided each minute", () => {
  test("is kept with its status, metric and value; of one minute the last counts", () => {
    const first = withMinute(undefined, decided(10 * minute, 4));
    const second = withMinute(first, decided(11 * minute, 2, 7.123_456));
    expect(withMinute(second, decided(11 * minute + 5, 1, 9))).toEqual([
      [10, 4, "errors"],
      [11, 1, "errors", 9],
    ]);
    expect(second?.at(-1)).toEqual([11, 2, "errors", 7.123]);
  });

  test("is forgotten after an hour, and small however the metric is called", () => {
    let known: readonly HealthMinute[] | undefined;
    for (let at = 0; at < 200; at++)
      known = withMinute(known, {
        at: at * minute,
        status: 3,
        metric: "m".repeat(5_000),
        value: 1 / 3,
      });
    expect(known).toHaveLength(mostMinutes);
    expect([known?.[0]?.[0], known?.at(-1)?.[0]]).toEqual([140, 199]);
    expect(JSON.stringify(known).length).toBeLessThan(8_000);
    expect(withMinute(known, decided(1_000 * minute))).toHaveLength(1);
  });

  test("stays as it was where no metric decided", () => {
    expect(withMinute(undefined, { at: minute, status: 4 })).toBeUndefined();
    const known = withMinute(undefined, decided(minute));
    expect(withMinute(known, { at: 2 * minute, status: 4 })).toBe(known);
    expect(withMinute(known, undefined)).toBe(known);
  });
});
