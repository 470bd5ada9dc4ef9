import { expect, test } from "vitest";
import { minutesText, slotsOf, valueText } from "./minutes.ts";

const minute = 60_000;
const hour = 100 * 60 * minute;
const decided = (at: number, status: number) => ({ at, status, metric: "errors", value: 7 });

test("the last hour has sixty minutes, those in which no run looked too", () => {
  const slots = slotsOf([decided(hour - 5 * minute, 2), decided(hour, 4)], hour + 30_000);
  expect(slots).toHaveLength(60);
  expect(slots.filter((slot) => slot.decided).map(({ at }) => at)).toEqual([
    hour - 5 * minute,
    hour,
  ]);
  expect(slots.at(-1)).toEqual({ at: hour, decided: decided(hour, 4) });
  expect(slots[0]).toEqual({ at: hour - 59 * minute });
});

test("a decision of a server whose clock is ahead is in it", () => {
  expect(slotsOf([decided(hour + 3 * minute, 4)], hour).at(-1)?.decided?.status).toBe(4);
});

test("it is told in words: the minutes of each status, and what decided", () => {
  const minutes = [decided(0, 2), decided(minute, 4), decided(2 * minute, 4)];
  expect(minutesText(minutes)).toBe("High for 2 min, Moderate for 1 min");
  expect(valueText({ status: 2, metric: "errors", value: 1234.5 })).toBe("errors = 1,234.5");
  expect(valueText({ status: 4, metric: "errors" })).toBe("errors: no data");
});
