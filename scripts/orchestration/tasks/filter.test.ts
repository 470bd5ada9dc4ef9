import { describe, expect, test } from "vitest";
import { UsageError } from "../../cli/command.ts";
import { filterOf, matches } from "./filter.ts";

describe("the options that choose tasks", () => {
  test("become a filter, times in seconds", () => {
    const given = { labourer: "counter", state: "dead", since: "2026-01-01T00:00:00Z" };
    expect(filterOf(given)).toMatchObject({
      labourer: "counter",
      state: "dead",
      since: 1_767_225_600,
    });
  });

  test.each([
    [{ state: "lost" }, "--state: expected one of queued"],
    [{ since: "yesterday" }, "--since: expected an ISO 8601 time, got yesterday"],
    [{ until: "x" }, "--until"],
  ])("%j are refused", (given, message) => {
    expect(() => filterOf(given)).toThrow(UsageError);
    expect(() => filterOf(given)).toThrow(message);
  });
});

describe("a task is chosen", () => {
  const row = { task_id: "t", created_at: 100, job_id: "nightly", failure: "Timeout: too slow" };

  test.each([
    [{}, true],
    [{ job: "nightly" }, true],
    [{ job: "daily" }, false],
    [{ error: "timeout" }, true],
    [{ error: "memory" }, false],
    [{ since: 100 }, true],
    [{ since: 101 }, false],
    [{ until: 100 }, false],
    [{ until: 101 }, true],
  ])("by %j: %s", (filter, expected) => {
    expect(matches(row, filter)).toBe(expected);
  });

  test("without a failure, by no error's text", () => {
    expect(matches({ task_id: "t", created_at: 1 }, { error: "x" })).toBe(false);
  });
});
