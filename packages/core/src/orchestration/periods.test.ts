import { expect, test } from "vitest";
import { InvalidJobError } from "./errors.ts";
import { datesOf } from "./periods.ts";

const at = (time: string) => Date.parse(time);

test.each([
  ["today", ["2019-04-30"]],
  ["yesterday", ["2019-04-29"]],
  ["last_3_days", ["2019-04-27", "2019-04-28", "2019-04-29"]],
  ["7_days_back", ["2019-04-23"]],
  ["previous_2_days", ["2019-04-26", "2019-04-27"]],
  ["last_0_days", []],
])("%s is as the seed says", (period, dates) => {
  expect(datesOf(period, at("2019-04-30T12:00:00Z"))).toEqual(dates);
});

test.each([
  ["2019-05-04T12:00:00Z", "2019-04-21", "2019-04-27"], // a Saturday
  ["2019-05-05T12:00:00Z", "2019-04-28", "2019-05-04"], // a Sunday
  ["2019-05-06T12:00:00Z", "2019-04-28", "2019-05-04"], // a Monday
])("last_week, seen on %s, is the last complete Sunday to Saturday", (now, first, last) => {
  const dates = datesOf("last_week", at(now));
  expect([dates.length, dates[0], dates[6]]).toEqual([7, first, last]);
});

test("leap days and month ends are counted", () => {
  expect(datesOf("last_2_days", at("2024-03-01T00:00:00Z"))).toEqual(["2024-02-28", "2024-02-29"]);
  expect(datesOf("yesterday", at("2023-03-01T00:00:00Z"))).toEqual(["2023-02-28"]);
});

test("a time zone says what day it is, and its changes of clocks lose no day", () => {
  expect(datesOf("today", at("2026-03-29T23:30:00Z"), "Europe/Berlin")).toEqual(["2026-03-30"]);
  const dates = ["2026-03-28", "2026-03-29"];
  expect(datesOf("last_2_days", at("2026-03-29T22:30:00Z"), "Europe/Berlin")).toEqual(dates);
});

test("an unknown period is refused, naming those there are", () => {
  expect(() => datesOf("last_days", 0)).toThrow(InvalidJobError);
  expect(() => datesOf("todays", 0)).toThrow(/last_X_days/);
});
