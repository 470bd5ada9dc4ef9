import { InvalidOrchestrationConfigError } from "../errors.ts";
import { type HealthMetric, type Labourer } from "../labourer.ts";
import { type Status } from "./health.ts";

/**
 * The status that a metric's value means: the best one whose threshold it meets; 0, Bad, where it
 * meets none. Pure. Seed: EcologyManager.get_health.
 */
export function feelingOf(value: number, metric: HealthMetric): Status {
  const meets = comparisons[metric.feeling_comparison_operator];
  const met = thresholds(metric).find(({ threshold }) => meets(value, threshold));
  return met?.status ?? 0;
}

/**
 * Throws `InvalidOrchestrationConfigError` where a worse status's threshold is met by no value
 * that doesn't meet a better one's: the thresholds are in the wrong order.
 */
export function checkFeelings({ id, health_metrics: metrics }: Labourer): void {
  const issues = Object.entries(metrics).flatMap(([name, metric]) =>
    misplaced(metric).map(({ status, threshold, better }) => ({
      field: `labourers.${id}.health_metrics.${name}.feelings.${status}`,
      value: threshold,
      expected: `a threshold easier to meet (${metric.feeling_comparison_operator}) than ${better}, that of a better status`,
    })),
  );
  if (issues.length > 0) throw new InvalidOrchestrationConfigError(issues);
}

type Comparison = (value: number, threshold: number) => boolean;
const less: Comparison = (value, threshold) => value < threshold;
const atMost: Comparison = (value, threshold) => value <= threshold;
const more: Comparison = (value, threshold) => value > threshold;
const atLeast: Comparison = (value, threshold) => value >= threshold;
const equal: Comparison = (value, threshold) => value === threshold;

const comparisons: Readonly<Record<HealthMetric["feeling_comparison_operator"], Comparison>> = {
  "<": less,
  "<=": atMost,
  ">": more,
  ">=": atLeast,
  "==": equal,
  lt: less,
  le: atMost,
  gt: more,
  ge: atLeast,
  eq: equal,
};
const strictOnes = new Map([
  [less, atMost],
  [more, atLeast],
]);

/** Best status first. */
function thresholds({ feelings }: HealthMetric) {
  return Object.entries(feelings)
    .map(([status, threshold]) => ({ status: Number(status) as Status, threshold }))
    .toSorted((a, b) => b.status - a.status);
}

function misplaced(metric: HealthMetric) {
  const meets = comparisons[metric.feeling_comparison_operator];
  const asHard = strictOnes.get(meets) ?? meets;
  return thresholds(metric).flatMap(({ status, threshold }, index, all) => {
    const better = all[index - 1]?.threshold;
    return better !== undefined && asHard(threshold, better) ? [{ status, threshold, better }] : [];
  });
}
