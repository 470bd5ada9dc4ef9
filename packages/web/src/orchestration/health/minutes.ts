import type { LabourerNow } from "../../api/orchestration.ts";
import { statusName } from "./statuses.ts";

export type HealthMinute = LabourerNow["healthMinutes"][number];

/** What decided one minute; absent: no run looked in it. */
export interface Slot {
  /** ms since 1970, where the minute begins. */
  readonly at: number;
  readonly decided?: HealthMinute;
}

const minuteMs = 60_000;
const shown = 60;

/** The last hour minute by minute, oldest first, those without a decision too. Pure. */
export function slotsOf(minutes: readonly HealthMinute[], now: number): Slot[] {
  const byMinute = new Map(minutes.map((one) => [minuteOf(one.at ?? 0), one]));
  const last = Math.max(minuteOf(now), ...byMinute.keys());
  return Array.from({ length: shown }, (_, index) => {
    const minute = last - shown + 1 + index;
    const decided = byMinute.get(minute);
    return { at: minute * minuteMs, ...(decided && { decided }) };
  });
}
const minuteOf = (ms: number) => Math.floor(ms / minuteMs);

/** The same in words: how many minutes it was in each status, the best first. Pure. */
export function minutesText(minutes: readonly HealthMinute[]): string {
  const counted = Map.groupBy(minutes, ({ status }) => status);
  return [...counted]
    .toSorted(([a], [b]) => b - a)
    .map(([status, { length }]) => `${statusName(status)} for ${length} min`)
    .join(", ");
}

/** What decided, and its value: `errors = 7`. Pure. */
export const valueText = ({ metric = "", value }: HealthMinute): string =>
  value === undefined ? `${metric}: no data` : `${metric} = ${value.toLocaleString("en")}`;
