import { simulate } from "@switchyard/core/orchestration/simulator.ts";
import { expect, test } from "vitest";
import { coursesOf, verdictOf } from "./compared.ts";
import { holdText } from "./holds.ts";

const at = (limit: number, more: object = {}) =>
  simulate({
    labourer: { max_simultaneous_invocations: limit },
    arrivals: [{ count: 100 }],
    durations: { fixed: 10 },
    ...more,
  });

test("two simulations are drawn over the same times; the one that ends first is empty after", () => {
  const [now, changed] = [at(1), at(10)];
  const courses = coursesOf(now, changed);
  const { times } = courses;
  for (const course of [courses.now, courses.changed])
    for (const values of Object.values(course)) expect(values).toHaveLength(times.length);
  expect(times).toEqual(times.toSorted((a, b) => a - b));
  const late = times.findIndex((ms) => ms > 500_000);
  expect([courses.now.waiting[late], courses.changed.waiting[late]]).toEqual([
    expect.closeTo(50, -1),
    0,
  ]);
  expect([courses.now.utilisation[late], courses.changed.utilisation[late]]).toEqual([
    expect.closeTo(95, -1),
    0,
  ]);
  expect(courses.now.delay[late]).toBeGreaterThan(400);
});

test("what a change does is told in a sentence", () => {
  expect(verdictOf(at(1), at(10))).toMatch(
    /^With the change a task starts after 4\d s instead of 8 min \d+ s, on average; all is done after 1 min 4\d s instead of 1\d min \d+ s\.$/,
  );
  const until = { until: 300 };
  expect(verdictOf(at(1, until), at(2, until))).toMatch(
    /When the watch ends, \d+ instead of \d+ tasks are left\.$/,
  );
  expect(verdictOf(at(2, until), at(0, until))).toMatch(
    /^With the change nothing starts\. When the watch ends, 100 instead of \d+ tasks are left\.$/,
  );
  expect(verdictOf(at(2), at(2))).toMatch(/, as now, on average; .*, as now\.$/);
});

test("what held tasks is told by its name, the most frequent first", () => {
  expect(holdText({ key_limit: 2, labourer_limit: 9, other: 1 })).toBe(
    "the limit at once, the limit of a key, other",
  );
  expect(holdText({})).toBe("nothing");
});
