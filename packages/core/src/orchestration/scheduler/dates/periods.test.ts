import { expect, test } from "vitest";
import { InvalidJobError, InvalidOrchestrationConfigError } from "../../errors.ts";
import { datesOf } from "./periods.ts";

const on = (time: string, timeZone?: string) => ({ now: Date.parse(time), timeZone });

test.each([
  ["today", ["2019-04-30"]],
  ["yesterday", ["2019-04-29"]],
  ["last_3_days", ["2019-04-27", "2019-04-28", "2019-04-29"]],
  ["0_days_back", ["2019-04-30"]],
  ["7_days_back", ["2019-04-23"]],
  ["previous_2_days", ["2019-04-26", "2019-04-27"]],
])("%s is as the seed says", (period, dates) => {
  expect(datesOf(period, on("2019-04-30T12:00:00Z"))).toEqual(dates);
});

test.each([
  ["2019-05-04T12:00:00Z", "2019-04-21", "2019-04-27"], // a Saturday
  ["2019-05-05T12:00:00Z", "2019-04-28", "2019-05-04"], // a Sunday
  ["2019-05-06T12:00:00Z", "2019-04-28", "2019-05-04"], // a Monday
])("last_week, seen on %s, is the last complete Sunday to Saturday", (now, first, last) => {
  const dates = datesOf("last_week", on(now));
  expect([dates.length, dates[0], dates[6]]).toEqual([7, first, last]);
});

test("leap days and month ends are counted", () => {
  const march = on("2024-03-01T00:00:00Z");
  expect(datesOf("last_2_days", march)).toEqual(["2024-02-28", "2024-02-29"]);
  expect(datesOf("yesterday", on("2023-03-01T00:00:00Z"))).toEqual(["2023-02-28"]);
  expect(datesOf("yesterday", on("2100-03-01T00:00:00Z"))).toEqual(["2100-02-28"]);
  expect(datesOf("1_days_back", on("2026-01-01T00:00:00Z"))).toEqual(["2025-12-31"]);
});

test("a time zone says what day it is, and its changes of clocks lose no day", () => {
  expect(datesOf("today", on("2026-03-29T23:30:00Z", "Europe/Berlin"))).toEqual(["2026-03-30"]);
  expect(datesOf("today", on("2026-03-29T23:30:00Z", "America/Lima"))).toEqual(["2026-03-29"]);
  const spring = datesOf("last_2_days", on("2026-03-29T22:30:00Z", "Europe/Berlin"));
  expect(spring).toEqual(["2026-03-28", "2026-03-29"]);
  const autumn = datesOf("last_2_days", on("2026-10-25T23:30:00Z", "Europe/Berlin"));
  expect(autumn).toEqual(["2026-10-24", "2026-10-25"]);
});

test("an unknown time zone is an error of the settings", () => {
  const nowhere = () => datesOf("today", on("2026-03-29T23:30:00Z", "Europe/Nowhere"));
  expect(nowhere).toThrow(InvalidOrchestrationConfigError);
  expect(nowhere).toThrow(/timeZone.*Europe\/Nowhere/);
});

test.each(["last_days", "todays", "last_0_days", "previous_000_days", "last_10000_days", "", 3])(
  "%j is refused, naming the periods there are",
  (period) => {
    const refused = () => datesOf(period, { now: 0 });
    expect(refused).toThrow(InvalidJobError);
    expect(refused).toThrow(
      /today, yesterday, last_X_days, X_days_back, previous_X_days, last_week/,
    );
  },
);

test("an app's own period stands beside the seed's", () => {
  const month = { name: "month_X", pattern: /month_(\d+)/g, dates: () => ["2026-02-01"] };
  const calendar = { now: 0, periods: [month] };
  expect(datesOf("month_2", calendar)).toEqual(["2026-02-01"]);
  expect(datesOf("month_2", calendar)).toEqual(["2026-02-01"]);
  expect(() => datesOf("month_2x", calendar)).toThrow(/last_week, month_X/);
  const broken = { ...month, dates: () => ["2026-02-30"] };
  expect(() => datesOf("month_2", { now: 0, periods: [broken] })).toThrow(InvalidJobError);
});
