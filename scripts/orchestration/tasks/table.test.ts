import { expect, test } from "vitest";
import { lineOf, storyOf } from "./table.ts";

const task = {
  task_id: "t1",
  labourer_id: "counter",
  created_at: 1_767_225_600.5,
  greenfield: 2_000,
  attempts: 2,
  payload: '{"words":["a"]}',
  failure: "too slow",
};

test("a task's line says where it is, since when, and what it failed with last", () => {
  expect(lineOf({ row: { ...task, job_id: "nightly" }, state: "retrying" })).toEqual({
    task: "t1",
    labourer: "counter",
    state: "retrying",
    attempts: 2,
    created: "2026-01-01T00:00:00Z",
    job: "nightly",
    "last failure": "too slow",
  });
});

test("a task's story tells all its row holds, then each step in turn", () => {
  const history = [
    { created_at: 1_767_225_601, action: "created", author: "sosw_scheduler" },
    { created_at: 1_767_225_602, action: "paused", author: "command", why: "the database is full" },
  ];
  const story = storyOf({ task, state: "queued", history });
  expect(story).toContain("Task t1 of counter is queued.");
  expect(story).toMatch(/created_at +2026-01-01T00:00:00Z/);
  expect(story).toMatch(/payload +\{"words":\["a"\]\}/);
  expect(story.indexOf("created   ")).toBeLessThan(story.indexOf("paused"));
  expect(story).toContain("the database is full");
  expect(storyOf({ task, state: "queued", history: [] })).toContain("No history was kept.");
});
