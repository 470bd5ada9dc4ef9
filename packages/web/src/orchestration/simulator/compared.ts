import type { SimulationResult } from "@switchyard/core/orchestration/simulator.ts";
import { spanText } from "../../text/times.ts";

type Point = SimulationResult["series"][number];

/** What is plotted, of one simulation; one number for each time. */
export interface Course {
  readonly waiting: readonly number[];
  /** Seconds that those waited that started then. */
  readonly delay: readonly number[];
  /** Of 100. */
  readonly utilisation: readonly number[];
}

/** Two simulations over the same times (ms from the beginning), whichever lasted longer. Pure. */
export function coursesOf(now: SimulationResult, changed: SimulationResult) {
  const times = [...new Set([...now.series, ...changed.series].map(({ time }) => time))].toSorted(
    (a, b) => a - b,
  );
  return {
    times: times.map((seconds) => seconds * 1000),
    now: courseOf(now, times),
    changed: courseOf(changed, times),
  };
}

function courseOf({ series, lasted, left }: SimulationResult, times: readonly number[]): Course {
  let next = 0;
  let delay = 0;
  let point: Point | undefined;
  const at = times.map((time) => {
    for (; series[next] && (series[next]?.time ?? 0) <= time; next++) {
      point = series[next];
      // Where none starts, the last ones are what is known of those that wait.
      if (point && (point.started > 0 || point.waiting === 0)) delay = point.meanDelay;
    }
    const isOver = left === 0 && time > lasted;
    return isOver || !point ? nothing : { ...point, meanDelay: delay };
  });
  return {
    waiting: at.map(({ waiting }) => waiting),
    delay: at.map(({ meanDelay }) => meanDelay),
    utilisation: at.map(({ utilisation }) => Math.min(100, Math.round(utilisation * 1000) / 10)),
  };
}
const nothing = { waiting: 0, meanDelay: 0, utilisation: 0 };

/** What a change does, in a sentence or two. Pure. */
export function verdictOf(now: SimulationResult, changed: SimulationResult): string {
  const instead = (tell: (result: SimulationResult) => string) =>
    tell(changed) === tell(now)
      ? `${tell(now)}, as now`
      : `${tell(changed)} instead of ${tell(now)}`;
  const starts = hasStarts(changed)
    ? `With the change a task starts after ${instead(meanDelay)}, on average`
    : "With the change nothing starts";
  if (changed.left + now.left === 0) return `${starts}; all is done after ${instead(lasted)}.`;
  return `${starts}. When the watch ends, ${instead(left)} tasks are left.`;
}

const hasStarts = ({ series }: SimulationResult) => series.some(({ started }) => started > 0);
const meanDelay = (result: SimulationResult) =>
  hasStarts(result) ? spanText(result.delay.mean * 1000) : "never";
const lasted = (result: SimulationResult) => spanText(result.lasted * 1000);
const left = (result: SimulationResult) => result.left.toLocaleString("en");
