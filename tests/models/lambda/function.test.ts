import { describe, expect, test } from "vitest";
import { running, testClock } from "../testing.ts";
import { lambdaFunction } from "./function.ts";

describe("an invocation", () => {
  test("is killed at its deadline", async () => {
    const { clock, run } = testClock();
    let killed = 0;
    const never = new Promise(() => {});
    const start = () => running(never, () => killed++);
    const result = lambdaFunction(clock, { timeout: 500, start }).invoke({});
    await run(499);
    expect(killed).toBe(0);
    await run(1);
    expect(await result).toEqual({ kind: "timedOut" });
    expect(killed).toBe(1);
  });
  test("is given a copy of its event, as JSON carries it", async () => {
    const { clock } = testClock();
    const event = { at: new Date(0), none: undefined };
    const seen: unknown[] = [];
    const start = (given: unknown) => {
      seen.push(given);
      return running(Promise.resolve());
    };
    await lambdaFunction(clock, { timeout: 500, start }).invoke(event);
    expect(seen).toEqual([{ at: "1970-01-01T00:00:00.000Z" }]);
  });
});
