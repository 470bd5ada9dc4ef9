import { expect, test } from "vitest";
import { isMissed } from "../benchmark.ts";
import { countBehindMany } from "./million.ts";

test("what a run asks of DynamoDB doesn't grow with the queue, nor with the tasks that are blocked before it", async () => {
  const findings = await countBehindMany(5_000, () => {});
  expect(findings.map(({ from }) => from)).toEqual(
    findings.map(() => expect.stringContaining("for 100 tasks")),
  );
  expect(findings.filter(isMissed)).toEqual([]);
  expect(findings.length).toBe(10);
});
