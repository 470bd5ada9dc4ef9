import { InvalidOrchestrationConfigError } from "../../errors.ts";

const dayMs = 86_400_000;

/** The day that `now` (ms since 1970) is in a time zone, `YYYY-MM-DD`. Throws `InvalidOrchestrationConfigError`. */
export function todayIn(timeZone: string, now: number): string {
  const date = { year: "numeric", month: "2-digit", day: "2-digit" } as const;
  try {
    return new Intl.DateTimeFormat("en-CA", { timeZone, ...date }).format(now);
  } catch {
    const expected = "a time zone's name, like Europe/Berlin or UTC";
    throw new InvalidOrchestrationConfigError([{ field: "timeZone", value: timeZone, expected }]);
  }
}

/** So many consecutive days, oldest first; the first is `before` days before `today`. */
export function daysBefore(today: string, before: number, days: number): string[] {
  // Counted in UTC's days, which are all equally long.
  const midnight = Date.parse(`${today}T00:00:00Z`);
  return Array.from({ length: days }, (_, index) => dateOf(midnight - (before - index) * dayMs));
}

/** 0 for a Sunday, 6 for a Saturday. */
export const weekdayOf = (date: string) => new Date(`${date}T00:00:00Z`).getUTCDay();

/** Whether it is a day of the calendar, written `YYYY-MM-DD`. */
export function isDate(value: unknown): value is string {
  if (typeof value !== "string" || !/^\d{4}-\d{2}-\d{2}$/.test(value)) return false;
  const time = Date.parse(`${value}T00:00:00Z`);
  return !Number.isNaN(time) && dateOf(time) === value;
}

const dateOf = (time: number) => new Date(time).toISOString().slice(0, 10);
