import { type DecidedHealth } from "./state-row.ts";

/**
 * The health that decided a minute: the minute since 1970, the status, the metric and its value.
 * A list, and short: the labourer's row, which has the last hour of them, is written often.
 */
export type HealthMinute = readonly [
  minute: number,
  status: number,
  metric: string,
  value?: number,
];

/** Minutes kept. */
export const mostMinutes = 60;
const minuteMs = 60_000;
/** Of a metric's name, in characters: the row stays small whatever they are called. */
const longestName = 100;

/**
 * Adds what was decided to what is known; of one minute the last decision counts. Nothing without
 * a metric: there was nothing to decide. Pure.
 */
export function withMinute(
  known: readonly HealthMinute[] | undefined,
  health: DecidedHealth | undefined,
): readonly HealthMinute[] | undefined {
  if (health?.metric === undefined) return known;
  const { status, metric, value, at } = health;
  const minute = Math.floor(at / minuteMs);
  const name = metric.slice(0, longestName);
  const own: HealthMinute =
    value === undefined
      ? [minute, status, name]
      : [minute, status, name, Number(value.toPrecision(4))];
  const others = (known ?? []).filter(([one]) => one !== minute && one > minute - mostMinutes);
  return [...others, own].toSorted(([a], [b]) => a - b).slice(-mostMinutes);
}
