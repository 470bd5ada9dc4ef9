import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { UnstorableValueError } from "../codec/errors.ts";
import { dateReplacer, dateReviver } from "./dates.ts";
import { fromText, toText } from "./text.ts";

const options = { replacer: dateReplacer, form: "python", isBare: () => false } as const;
const write = (value: unknown) => toText(value, options);
const read = (text: string) => fromText(text, { reviver: dateReviver });
const stored = (repr: string) => JSON.stringify({ _dt_: true, repr });

describe("a Date", () => {
  test("is written in Python's own form, in UTC", () => {
    expect(write({ at: new Date("2019-01-09T18:49:44.847Z") })).toBe(
      '{"at": {"_dt_": true, "repr": "datetime.datetime(2019, 1, 9, 18, 49, 44, 847000, tzinfo=datetime.timezone.utc)"}}',
    );
    expect(write(new Date("2019-01-09T00:00:00Z"))).toContain("(2019, 1, 9, 0, 0, tzinfo=");
  });

  test("comes back, wherever it is", () => {
    const value = { list: [1, new Date(0)], deep: { at: new Date("0099-12-31T23:59:59.999Z") } };
    expect(read(write(value))).toEqual(value);
    expect(read(write(new Date(5)))).toEqual(new Date(5));
  });

  test("of any moment that Python has comes back", () => {
    const [min, max] = [new Date("0001-01-01T00:00:00Z"), new Date("9999-12-31T23:59:59.999Z")];
    fc.assert(
      fc.property(fc.date({ min, max, noInvalidDate: true }), (date) => {
        expect(read(write(date))).toEqual(date);
      }),
    );
  });

  test.each([
    new Date(Number.NaN),
    new Date("-000001-01-01T00:00:00Z"),
    new Date("+010000-01-01T00:00:00Z"),
  ])("that Python doesn't have can't be written", (date) => {
    expect(() => write({ at: date })).toThrow(UnstorableValueError);
  });
});

describe("Python's datetime", () => {
  test.each([
    ["datetime.datetime(2019, 1, 9, 12, 34, 56, 789012)", "2019-01-09T12:34:56.789Z"],
    ["datetime.datetime(2019, 1, 9, 12, 34)", "2019-01-09T12:34:00.000Z"],
    [
      "datetime.datetime(2019, 1, 9, 12, 34, tzinfo=datetime.timezone.utc)",
      "2019-01-09T12:34:00.000Z",
    ],
    [
      "datetime.datetime(2019, 1, 9, 12, 34, fold=1, tzinfo=datetime.timezone.utc)",
      "2019-01-09T12:34:00.000Z",
    ],
    [
      "datetime.datetime(2019, 1, 9, 12, 34, 56, tzinfo=datetime.timezone(datetime.timedelta(days=-1, seconds=73800)))",
      "2019-01-09T16:04:56.000Z",
    ],
    [
      "datetime.datetime(2019, 1, 9, 12, 34, tzinfo=datetime.timezone(datetime.timedelta(seconds=7200), 'CEST'))",
      "2019-01-09T10:34:00.000Z",
    ],
    [
      "datetime.datetime(2019, 1, 9, 12, 34, tzinfo=zoneinfo.ZoneInfo(key='UTC'))",
      "2019-01-09T12:34:00.000Z",
    ],
  ])("%s is read", (repr, iso) => {
    expect(read(stored(repr))).toEqual(new Date(iso));
  });

  test("keeps its microseconds and its zone while nobody changes it", () => {
    const text = write(read(stored("datetime.datetime(2019, 1, 9, 12, 34, 56, 789012)")));
    expect(text).toContain("789012)");
    const date = read(text);
    expect(date).toBeInstanceOf(Date);
    if (date instanceof Date) date.setUTCFullYear(2020);
    expect(write(date)).toContain("(2020, 1, 9, 12, 34, 56, 789000, tzinfo=datetime.timezone.utc)");
  });

  test.each([
    "__import__('os').system('touch /tmp/owned')",
    "datetime.datetime(2019, 1, 9, 12, 34, tzinfo=zoneinfo.ZoneInfo(key='Europe/Berlin'))",
    "datetime.datetime(2019, 2, 30, 0, 0)",
    "datetime.datetime(2019, 13, 1, 0, 0)",
    "datetime.datetime(0, 1, 1, 0, 0)",
    "datetime.datetime(2019, 1, 9, 24, 0)",
    "datetime.datetime(2019, 1, 9, 12, 34, tzinfo=datetime.timezone(datetime.timedelta(days=2)))",
    "datetime.datetime(2019, 1, 9, 12, 34, tzinfo=datetime.timezone(datetime.timedelta(weeks=2)))",
    "datetime.datetime(2019, 1, 9, 12, 34)); exit(",
    "datetime.datetime(2019, 1)",
    "",
  ])("%j is nothing to read: the object stays as it is", (repr) => {
    expect(read(stored(repr))).toEqual({ _dt_: true, repr });
    expect(write(read(stored(repr)))).toBe(write({ _dt_: true, repr }));
  });

  test("needs a text", () => {
    for (const value of [{ _dt_: true }, { _dt_: true, repr: 5 }, [null], { at: 1 }])
      expect(read(JSON.stringify(value))).toEqual(value);
  });
});
