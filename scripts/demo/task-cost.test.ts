import { describe, expect, test } from "vitest";
import { loggedIn } from "./logs.ts";
import { costText, taskCost } from "./task-cost.ts";

const line = (counts: object) => JSON.stringify({ level: "INFO", message: "requests", counts });
const messages = [
  line({ requests: { "dynamodb.Query": 3, "lambda.Invoke": 1 }, readUnits: 8, writeUnits: 0 }),
  "REPORT RequestId: 1\tDuration: 500.00 ms\tBilled Duration: 501 ms",
  line({ requests: { "dynamodb.TransactWriteItems": 5 }, readUnits: 0, writeUnits: 16 }),
  "REPORT RequestId: 2\tDuration: 1500.00 ms\tBilled Duration: 1501 ms",
  '{"level":"INFO","message":"orchestrated","started":["requests"]}',
];

describe("what a task costs", () => {
  test("is each one's share of what the functions logged", () => {
    const cost = taskCost(loggedIn(messages), 4);
    // Two invocations arrived; the one that a function made is among them.
    expect(cost).toMatchObject({ requestsPerTask: 2, invocationsPerTask: 0.5 });
    const dollars = 8 * 0.125e-6 + 16 * 0.625e-6 + 2 * 0.2e-6 + 2 * 0.000_016_666_7;
    expect(cost.dollarsPerThousand).toBeCloseTo((dollars / 4) * 1_000, 9);
    expect(Object.keys(cost.parts).toSorted()).toEqual([
      "dynamodb.reads",
      "dynamodb.writes",
      "lambda.Invoke",
      "lambda.duration",
    ]);
  });

  test("is told in dollars per thousand, with the prices' date", () => {
    expect(costText(taskCost(loggedIn(messages), 4))).toMatch(
      /2\.00 requests and 0\.50 invocations .*\n.*a thousand such tasks cost about \$0\.011 .*2025-10-01/,
    );
  });

  test("of no tasks is nothing", () => {
    expect(taskCost(loggedIn([]), 0)).toMatchObject({ requestsPerTask: 0, dollarsPerThousand: 0 });
  });
});
