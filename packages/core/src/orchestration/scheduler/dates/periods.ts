import { InvalidJobError } from "../../errors.ts";
import { daysBefore, isDate, todayIn, weekdayOf } from "./calendar.ts";

/** A period of an app's own, beside the seed's. */
export interface CustomPeriod {
  /** How errors name it, like `quarter_X`. */
  readonly name: string;
  /** Matches the whole of a job's `period`. */
  readonly pattern: RegExp;
  /** Its days, `YYYY-MM-DD`, from the match and the day it is today. */
  readonly dates: (match: RegExpExecArray, today: string) => readonly string[];
}

export interface Calendar {
  /** ms since 1970. */
  readonly now: number;
  /** Says what day that is. */
  readonly timeZone?: string;
  readonly periods?: readonly CustomPeriod[];
}

/** The seed's, X from 1 (days back: from 0) to 9999. */
const seeds: readonly CustomPeriod[] = [
  { name: "today", pattern: /^today$/, dates: (_, today) => [today] },
  { name: "yesterday", pattern: /^yesterday$/, dates: (_, today) => daysBefore(today, 1, 1) },
  {
    name: "last_X_days",
    pattern: /^last_(?!0+_)(\d{1,4})_days$/,
    dates: (match, today) => daysBefore(today, days(match), days(match)),
  },
  {
    name: "X_days_back",
    pattern: /^(\d{1,4})_days_back$/,
    dates: (match, today) => daysBefore(today, days(match), 1),
  },
  {
    name: "previous_X_days",
    pattern: /^previous_(?!0+_)(\d{1,4})_days$/,
    dates: (match, today) => daysBefore(today, 2 * days(match), days(match)),
  },
  {
    name: "last_week",
    pattern: /^last_week$/,
    dates: (_, today) => daysBefore(today, weekdayOf(today) + 7, 7),
  },
];

const days = (match: RegExpExecArray) => Number(match[1]);

/**
 * The dates of a period, `YYYY-MM-DD`, oldest first.
 *
 * `last_week` is the last complete Sunday to Saturday. Throws `InvalidJobError`, which lists the
 * valid periods, and `InvalidOrchestrationConfigError`. Seed: Scheduler, `period`.
 */
export function datesOf(period: unknown, { now, timeZone = "UTC", periods = [] }: Calendar) {
  const known = [...seeds, ...periods];
  const today = todayIn(timeZone, now);
  for (const { name, pattern, dates } of known) {
    if (typeof period !== "string") break;
    // A global expression would go on where its last match ended.
    const match = new RegExp(pattern.source, pattern.flags.replaceAll(/[gy]/g, "")).exec(period);
    if (match && match[0] === period) return realDates(name, dates(match, today));
  }
  const names = known.map(({ name }) => name).join(", ");
  const expected = `one of ${names}, X from 1 to 9999`;
  throw new InvalidJobError([{ field: "period", value: period, expected }]);
}

function realDates(name: string, dates: readonly string[]): readonly string[] {
  const wrong = dates.find((date) => !isDate(date));
  if (wrong === undefined) return dates;
  const expected = `days like 2026-02-28 from the period ${name}`;
  throw new InvalidJobError([{ field: "period", value: wrong, expected }]);
}
