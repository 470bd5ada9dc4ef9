import { describe, expect, test } from "vitest";
import { formatLogLine } from "./log-line.ts";

const format = (message: string) =>
  formatLogLine(message, { label: "Api", time: Date.UTC(2026, 0, 2, 3, 4, 5, 6) });

describe("a line of a function's log", () => {
  test("tells time, function, level, text and its own facts", () => {
    const message = { level: "INFO", message: "archived", key: "a/b", bytes: 3, service: "x" };
    expect(format(JSON.stringify(message))).toBe("03:04:05.006 Api INFO archived key=a/b bytes=3");
  });

  test.each([
    "",
    "  \n",
    "START RequestId: 1 Version: $LATEST",
    "END RequestId: 1",
    "INIT_START Runtime Version: nodejs:24",
    "(node:12) Warning: something",
    "(Use `node --trace-warnings ...` to show where)",
    '{"_aws":{"Timestamp":1}}',
  ])("is not shown for %j", (message) => {
    expect(format(message)).toBeUndefined();
  });

  test("of a report is its duration", () => {
    expect(format("REPORT RequestId: 1\tDuration: 12.34 ms\tBilled Duration: 13 ms")).toBe(
      "03:04:05.006 Api · Duration: 12.34 ms",
    );
  });

  test("of a stack is one line", () => {
    expect(format("TypeError: no\n    at a\n    at b\n")).toBe(
      "03:04:05.006 Api TypeError: no ⏎ at a ⏎ at b",
    );
  });

  test("shows what would act on a terminal inert", () => {
    const line = format(JSON.stringify({ level: "INFO", message: "\u001B[2J\u202Etxt" }));
    expect(line).toContain("\\u001b[2J\\u202etxt");
  });
});
