import { describe, expect, test } from "vitest";
import { UsageError } from "../../cli/command.ts";
import { filterOf } from "./filter.ts";

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
