import {
  GetMetricDataCommand,
  type CloudWatchClient,
  type MetricDataQuery,
  type MetricDataResult,
} from "@aws-sdk/client-cloudwatch";
import { type HealthMetric, type Labourer } from "../labourer.ts";
import { checkFeelings, feelingOf } from "./feelings.ts";
import { healthy, type Health, type Status } from "./health.ts";

/** What a metric is read with where it doesn't say; seconds. Seed: default_metric_values. */
export interface MetricDefaults {
  readonly Period: number;
  readonly Statistics: readonly ["Average" | "Maximum" | "Minimum"];
  readonly MetricAggregationTimeSlice: number;
}
export const metricDefaults: MetricDefaults = {
  Period: 60,
  Statistics: ["Average"],
  MetricAggregationTimeSlice: 300,
};

export interface HealthRequest {
  readonly cloudWatch: Pick<CloudWatchClient, "send">;
  /** Ms since 1970. */
  readonly now: number;
  readonly defaults?: MetricDefaults;
}

/**
 * The health of labourers: of each, its worst metric decides. All metrics of all of them are
 * fetched together, 500 a call, each once. A metric without data counts as its `without_data`
 * says, 4 by default. Throws `InvalidOrchestrationConfigError` for thresholds in the wrong order,
 * and the SDK's errors.
 */
export async function readHealth(
  labourers: readonly Labourer[],
  { cloudWatch, now, defaults = metricDefaults }: HealthRequest,
): Promise<ReadonlyMap<string, Health>> {
  for (const labourer of labourers) checkFeelings(labourer);
  const asked = new Map<string, Details>();
  for (const metric of labourers.flatMap(({ health_metrics: own }) => Object.values(own)))
    asked.set(hashOf(metric), { ...defaults, ...given(metric.details) });
  const values = await readValues(asked, { cloudWatch, now });
  return new Map(labourers.map((labourer) => [labourer.id, worstOf(labourer, values)]));
}

/** The worst of a labourer's metrics, by their values; those without are missing. Pure. */
export function worstOf(
  { health_metrics: metrics }: Pick<Labourer, "health_metrics">,
  values: ReadonlyMap<string, number>,
): Health {
  const all = Object.entries(metrics).map(([name, metric]): Health => {
    const value = values.get(hashOf(metric));
    if (value === undefined)
      return { status: (metric.without_data ?? healthy.status) as Status, metric: name };
    return { status: feelingOf(value, metric), metric: name, value };
  });
  return all.toSorted((a, b) => a.status - b.status)[0] ?? healthy;
}

/** Tells metrics apart: two labourers may look at the same one. */
export const hashOf = ({ details }: Pick<HealthMetric, "details">): string =>
  JSON.stringify(Object.entries(details).toSorted(([a], [b]) => (a < b ? -1 : 1)));

type Details = Omit<HealthMetric["details"], keyof MetricDefaults> &
  Omit<MetricDefaults, "Statistics"> & { readonly Statistics: readonly string[] };

const mostQueries = 500; // CloudWatch's, a call

async function readValues(
  asked: ReadonlyMap<string, Details>,
  { cloudWatch, now }: Pick<HealthRequest, "cloudWatch" | "now">,
): Promise<ReadonlyMap<string, number>> {
  const all = [...asked];
  const values = new Map<string, number>();
  for (let from = 0; from < all.length; from += mostQueries) {
    const some = all.slice(from, from + mostQueries);
    const results = await fetchAll(some, { cloudWatch, now });
    for (const [index, [hash, details]] of some.entries()) {
      const value = valueOf(results.get(idOf(index)) ?? [], details, now);
      if (value !== undefined) values.set(hash, value);
    }
  }
  return values;
}

async function fetchAll(
  some: readonly (readonly [string, Details])[],
  { cloudWatch, now }: Pick<HealthRequest, "cloudWatch" | "now">,
) {
  const longest = Math.max(...some.map(([, details]) => sliceOf(details)));
  const points = new Map<string, Point[]>();
  let NextToken: string | undefined;
  do {
    const answer = await cloudWatch.send(
      new GetMetricDataCommand({
        MetricDataQueries: some.map(([, details], index) => queryOf(details, idOf(index))),
        StartTime: new Date(now - longest * 1_000),
        EndTime: new Date(now),
        NextToken,
      }),
    );
    for (const result of answer.MetricDataResults ?? [])
      points.set(result.Id ?? "", [...(points.get(result.Id ?? "") ?? []), ...pointsOf(result)]);
    NextToken = answer.NextToken;
  } while (NextToken);
  return points;
}

interface Point {
  readonly at: number;
  readonly value: number;
}
const pointsOf = ({ Timestamps = [], Values = [] }: MetricDataResult): Point[] =>
  Values.map((value, index) => ({ value, at: Timestamps[index]?.getTime() ?? Infinity }));

/** One value of all points in the metric's own slice of time. */
function valueOf(points: readonly Point[], details: Details, now: number): number | undefined {
  const from = now - sliceOf(details) * 1_000;
  const values = points.filter(({ at }) => at >= from).map(({ value }) => value);
  if (values.length === 0) return undefined;
  const [statistic] = details.Statistics;
  if (statistic === "Maximum") return Math.max(...values);
  if (statistic === "Minimum") return Math.min(...values);
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

const sliceOf = ({ MetricAggregationTimeSlice, Period }: Details) =>
  Math.max(MetricAggregationTimeSlice, Period);

const queryOf = (details: Details, Id: string): MetricDataQuery => ({
  Id,
  MetricStat: {
    Metric: {
      Namespace: details.Namespace,
      MetricName: details.Name,
      Dimensions: details.Dimensions,
    },
    Period: details.Period,
    Stat: details.Statistics[0],
  },
});
const idOf = (index: number) => `m${index}`;

const given = <T extends object>(details: T): T =>
  Object.fromEntries(Object.entries(details).filter(([, value]) => value !== undefined)) as T;
