import { type GetMetricDataCommand } from "@aws-sdk/client-cloudwatch";
import { expect, test } from "vitest";
import { approximateConcurrentExecutions, type ConcurrencyQuestion } from "./concurrency.ts";

/** Minutes of a function: invocations started, ms they ran, how many ended. */
function cloudWatch(minutes: readonly (readonly [started: number, busy: number, ended: number])[]) {
  const asked: GetMetricDataCommand["input"][] = [];
  const send = async ({ input }: GetMetricDataCommand) => {
    asked.push(input);
    const page = Number(input.NextToken ?? 0);
    const minute = minutes[page];
    const ids = ["started", "busy", "ended"] as const;
    return {
      MetricDataResults: ids.map((Id, at) => ({ Id, Values: minute ? [minute[at]] : [] })),
      NextToken: page + 1 < minutes.length ? `${page + 1}` : undefined,
    };
  };
  return { asked, client: { send } as unknown as NonNullable<ConcurrencyQuestion["client"]> };
}

test.each([
  [[], 0],
  [[[10, 60_000, 10]], 1],
  [
    [
      [100, 600_000, 100],
      [100, 1_200_000, 100],
    ],
    6,
  ],
  // Some have not ended: their average is that of those that have.
  [[[20, 300_000, 10]], 2],
  [[[3, 0, 0]], 0],
] as const)("over 5 minutes %j are %i at once", async (minutes, expected) => {
  const { client } = cloudWatch(minutes);
  expect(await approximateConcurrentExecutions({ functionName: "f", client })).toBe(expected);
});

test("asks for the function and the window", async () => {
  const { client, asked } = cloudWatch([]);
  const now = () => 600_000;
  await approximateConcurrentExecutions({ functionName: "f", minutesBack: 2, client, now });
  expect(asked).toMatchObject([{ StartTime: new Date(480_000), EndTime: new Date(600_000) }]);
  const metric = asked[0]?.MetricDataQueries?.[0]?.MetricStat?.Metric;
  expect(metric).toMatchObject({
    Namespace: "AWS/Lambda",
    Dimensions: [{ Name: "FunctionName", Value: "f" }],
  });
});
