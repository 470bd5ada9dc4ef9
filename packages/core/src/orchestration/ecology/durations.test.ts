import { describe, expect, test } from "vitest";
import { InvalidOrchestrationConfigError } from "../errors.ts";
import { invocationDelta } from "../greenfield.ts";
import { parseLabourer } from "../labourer.ts";
import { durationsOf } from "./durations.ts";
import { checkDuration } from "./time-out.ts";

const task = (start: number, completed_at?: number, attempts = 1) => ({
  greenfield: start + invocationDelta,
  attempts,
  ...(completed_at !== undefined && { completed_at }),
});

describe("durations of closed tasks", () => {
  test("run from the last invocation to the completion", () => {
    expect(durationsOf([task(100, 110), task(200, 240)], 900)).toEqual({ average: 25, max: 40 });
  });
  test("count each attempt of a dead task as the function's time-out", () => {
    expect(durationsOf([task(100, 110), task(200, undefined, 2)], 95)).toEqual({
      average: 67,
      max: 95,
    });
  });
  test("are the time-out where nothing was closed yet", () => {
    expect(durationsOf([], 120)).toEqual({ average: 120, max: 120 });
  });
});

test("a duration shorter than the function's time-out is refused, by name and number", () => {
  const labourer = parseLabourer("worker", { arn: "worker", duration: 60 });
  expect(() => checkDuration(labourer, 60)).not.toThrow();
  expect(() => checkDuration(labourer, 61)).toThrow(InvalidOrchestrationConfigError);
  expect(() => checkDuration(labourer, 61)).toThrow(
    /labourers\.worker\.duration: expected at least 61.*got 60/,
  );
});
