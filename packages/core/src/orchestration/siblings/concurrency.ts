import {
  type CloudWatchClient,
  GetMetricDataCommand,
  type MetricDataQuery,
} from "@aws-sdk/client-cloudwatch";
import { cloudWatchClient } from "../../aws/clients/cloudwatch.ts";
import { ownName } from "./settings.ts";

export interface ConcurrencyQuestion {
  /** Default: this function. */
  readonly functionName?: string;
  /** Whole minutes to look back; default 5. CloudWatch keeps minutes for 15 days. */
  readonly minutesBack?: number;
  readonly client?: Pick<CloudWatchClient, "send">;
  readonly now?: () => number;
}

/**
 * Roughly how many of a function ran at once of late: invocations × average duration ÷ window,
 * rounded up; 0 without invocations. CloudWatch lags about a minute behind.
 *
 * Needs `cloudwatch:GetMetricData`. Seed: get_approximate_concurrent_executions.
 */
export async function approximateConcurrentExecutions({
  functionName = ownName(),
  minutesBack = 5,
  client = cloudWatchClient(),
  now = Date.now,
}: ConcurrencyQuestion = {}): Promise<number> {
  const EndTime = new Date(now());
  const StartTime = new Date(now() - minutesBack * 60_000);
  const MetricDataQueries = queries(functionName);
  const totals = new Map<string | undefined, number>();
  let NextToken: string | undefined;
  do {
    const page = await client.send(
      new GetMetricDataCommand({ StartTime, EndTime, MetricDataQueries, NextToken }),
    );
    for (const { Id, Values = [] } of page.MetricDataResults ?? [])
      totals.set(
        Id,
        Values.reduce((sum, value) => sum + value, totals.get(Id) ?? 0),
      );
    ({ NextToken } = page);
  } while (NextToken !== undefined);
  return concurrency(totals, minutesBack * 60_000);
}

/** Durations in ms; the average is theirs over the invocations that have ended. */
function concurrency(totals: ReadonlyMap<string | undefined, number>, windowMs: number): number {
  const [started = 0, busy = 0, ended = 0] = ["started", "busy", "ended"].map((id) =>
    totals.get(id),
  );
  return ended === 0 ? 0 : Math.ceil((started * (busy / ended)) / windowMs);
}

const queries = (functionName: string): MetricDataQuery[] =>
  (
    [
      ["started", "Invocations", "Sum"],
      ["busy", "Duration", "Sum"],
      ["ended", "Duration", "SampleCount"],
    ] as const
  ).map(([Id, MetricName, Stat]) => ({
    Id,
    MetricStat: {
      Metric: {
        Namespace: "AWS/Lambda",
        MetricName,
        Dimensions: [{ Name: "FunctionName", Value: functionName }],
      },
      Period: 60,
      Stat,
    },
  }));
