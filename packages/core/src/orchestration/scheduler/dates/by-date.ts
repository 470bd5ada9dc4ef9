import { InvalidJobError } from "../../errors.ts";
import { batchSizeIn, isolates } from "../chunking/flags.ts";
import { type Fields, without } from "../fields.ts";
import { isDate } from "./calendar.ts";
import { type Calendar, datesOf } from "./periods.ts";

const day = { singular: "day", plural: "days" };
const ours = ["period", "isolate_day", "isolate_days", "max_day_per_batch", "max_days_per_batch"];

/**
 * A job by its dates, oldest first: one of each day with `isolate_days`, of each n days with
 * `max_days_per_batch`, else one with the whole `date_list`. A job without dates stays as it is.
 *
 * Pure, lazy. Throws `InvalidJobError`. Seed: Scheduler, `chunk_dates`.
 */
export function* byDate(job: Fields, calendar: Calendar): Generator<Fields> {
  const rest = without(job, ours);
  const size = batchSizeIn(job, day) ?? (isolates(job, day) ? 1 : undefined);
  const dates = datesIn(job, calendar, size !== undefined);
  if (!dates) yield rest;
  else if (size === undefined) yield { ...rest, date_list: dates };
  else
    for (let from = 0; from < dates.length; from += size)
      yield { ...rest, date_list: dates.slice(from, from + size) };
}

function datesIn({ period, date_list: list }: Fields, calendar: Calendar, splits: boolean) {
  if (period === undefined || period === null) return splits ? listed(list) : undefined;
  if (list === undefined || list === null) return datesOf(period, calendar);
  const expected = "either period or date_list";
  throw new InvalidJobError([{ field: "date_list", value: list, expected }]);
}

function listed(list: unknown): readonly string[] | undefined {
  if (list === undefined || list === null) return undefined;
  if (Array.isArray(list) && list.every(isDate)) return list;
  const expected = "a list of days like 2026-02-28";
  throw new InvalidJobError([{ field: "date_list", value: list, expected }]);
}
