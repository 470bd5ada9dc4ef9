import { InvalidJobError } from "./errors.ts";

const dayMs = 86_400_000;
const periods: readonly (readonly [RegExp, (days: number, weekday: number) => Span])[] = [
  [/^today$/, () => ({ from: 0, days: 1 })],
  [/^yesterday$/, () => ({ from: 1, days: 1 })],
  [/^last_(\d{1,4})_days$/, (days) => ({ from: days, days })],
  [/^(\d{1,4})_days_back$/, (days) => ({ from: days, days: 1 })],
  [/^previous_(\d{1,4})_days$/, (days) => ({ from: 2 * days, days })],
  [/^last_week$/, (_, weekday) => ({ from: weekday + 7, days: 7 })],
];

interface Span {
  /** How many days before today it begins. */
  readonly from: number;
  readonly days: number;
}

/**
 * The dates of a period, `YYYY-MM-DD`, oldest first.
 *
 * `now` in ms since 1970; what day that is, `timeZone` says. `last_week` is the last complete
 * Sunday to Saturday. Throws `InvalidJobError`. Seed: Scheduler, `period`.
 */
export function datesOf(period: string, now: number, timeZone = "UTC"): string[] {
  const today = Date.parse(`${dateIn(timeZone, now)}T00:00:00Z`);
  for (const [pattern, spanOf] of periods) {
    const match = pattern.exec(period);
    if (!match) continue;
    const { from, days } = spanOf(Number(match[1] ?? 0), new Date(today).getUTCDay());
    // Counted in UTC's days, which are all equally long.
    return Array.from({ length: days }, (_, index) =>
      new Date(today - (from - index) * dayMs).toISOString().slice(0, 10),
    );
  }
  const expected =
    "today, yesterday, last_X_days, X_days_back, previous_X_days or last_week, X up to 9999";
  throw new InvalidJobError([{ field: "period", value: period, expected }]);
}

function dateIn(timeZone: string, now: number): string {
  const date = { year: "numeric", month: "2-digit", day: "2-digit" } as const;
  return new Intl.DateTimeFormat("en-CA", { timeZone, ...date }).format(now);
}
