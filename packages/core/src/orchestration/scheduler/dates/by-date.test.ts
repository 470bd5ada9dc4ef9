import { expect, test } from "vitest";
import { InvalidJobError } from "../../errors.ts";
import { byDate } from "./by-date.ts";

const calendar = { now: Date.parse("2024-03-01T09:00:00Z") };
const split = (job: Record<string, unknown>) => [...byDate(job, calendar)];

test("a period without a flag becomes one whole list of dates", () => {
  const dates = ["2024-02-28", "2024-02-29"];
  expect(split({ a: 1, period: "last_2_days" })).toEqual([{ a: 1, date_list: dates }]);
});

test("isolated days are tasks of their own, oldest first", () => {
  const job = { a: 1, period: "last_2_days", isolate_days: true };
  expect(split(job)).toEqual([
    { a: 1, date_list: ["2024-02-28"] },
    { a: 1, date_list: ["2024-02-29"] },
  ]);
});

test("days come in batches where the job says how many", () => {
  const lists = split({ period: "last_5_days", max_days_per_batch: 2 });
  expect(lists.map(({ date_list: list }) => list)).toEqual([
    ["2024-02-25", "2024-02-26"],
    ["2024-02-27", "2024-02-28"],
    ["2024-02-29"],
  ]);
});

test("a list of dates that came with the job is split likewise", () => {
  const list = ["2024-02-29", "2023-01-01"];
  expect(split({ date_list: list })).toEqual([{ date_list: list }]);
  expect(split({ date_list: list, isolate_days: true })).toHaveLength(2);
  expect(split({ date_list: [], isolate_days: true })).toEqual([]);
});

test("a job without dates stays whole", () => {
  expect(split({ a: 1, period: null })).toEqual([{ a: 1 }]);
  expect(split({ a: 1, isolate_days: true })).toEqual([{ a: 1 }]);
});

test.each([
  [{ period: "today", date_list: ["2024-01-01"] }, /either period or date_list/],
  [{ date_list: ["2023-02-29"], isolate_days: true }, /date_list.*2023-02-29/],
  [{ date_list: "2024-01-01", isolate_days: true }, /date_list/],
  [{ period: "today", isolate_days: "yes" }, /isolate_days.*true or false/],
  [{ period: "today", max_days_per_batch: 0 }, /max_days_per_batch.*above 0/],
])("%j is refused", (job, message) => {
  expect(() => split(job)).toThrow(InvalidJobError);
  expect(() => split(job)).toThrow(message);
});
