import { expect, test } from "vitest";
import { jobActions } from "./job-states.ts";

test.each([
  [{ state: "loading" }, ["pause", "drain", "cancel"]],
  [{ state: "loaded" }, ["pause", "cancel"]],
  [{ state: "loaded", held: "paused" }, ["resume", "cancel"]],
  [{ state: "loading", held: "draining" }, ["pause", "resume", "cancel"]],
  // Again: what a broken cancellation left is gone on with.
  [{ state: "loading", held: "cancelled" }, ["cancel"]],
] as const)("of a job that is %j may be done: %j", (job, actions) => {
  expect(jobActions(job)).toEqual(actions);
});
