import { describe, expect, test } from "vitest";
import { chunkOf, tasksReport, tasksText } from "./task-report.ts";

const rowOf = (word: string, day: string, delay: number, status = "hashtags_1") => ({
  payload: JSON.stringify({ words: [word], date_list: [day] }),
  labourer_id_task_status: status,
  created_at: 100,
  claimed_at: 100 + delay,
});
const closed = [
  rowOf("car", "2026-01-01", 0.5),
  rowOf("car", "2026-01-02", 0.25),
  rowOf("opera", "2026-01-01", 1),
];
const counts = closed.flatMap(chunkOf).map((chunk, at) => ({ ...chunk, count: at }));
const outcome = { job: "demo", scheduled: 3, closed, counts };

describe("the demo's report on tasks", () => {
  test("is complete once each task is done and each count is there", () => {
    expect(tasksReport(outcome)).toMatchObject({
      done: 3,
      dead: 0,
      started: { p50: 0.5, p95: 1 },
      complete: true,
    });
  });

  test.each([
    ["a task isn't closed", { ...outcome, scheduled: 4 }],
    ["a count is missing", { ...outcome, counts: counts.slice(1) }],
    [
      "a task died",
      { ...outcome, closed: [rowOf("car", "x", 1, "hashtags_0"), ...closed.slice(1)] },
    ],
    ["nothing was scheduled", { job: "demo", scheduled: 0, closed: [], counts: [] }],
  ])("is not where %s", (_, incomplete) => {
    expect(tasksReport(incomplete).complete).toBe(false);
  });

  test("shows words by days, and what is missing", () => {
    const text = tasksText(tasksReport(outcome));
    expect(text).toMatch(/hashtag +2026-01-01 +2026-01-02/);
    expect(text).toMatch(/#car +0 +1/);
    expect(text).toMatch(/#opera +2 +missing/);
    expect(text).toContain("3 of 3 tasks are done");
  });
});

test("a row that is no task of the tutorial has no word", () => {
  expect(chunkOf({ payload: '{"x":1}' })).toEqual([]);
});
