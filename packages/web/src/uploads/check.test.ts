import { GiB, limits } from "@switchyard/core/uploads/limits.ts";
import { describe, expect, test } from "vitest";
import { refusalOf, typeOf } from "./check.ts";

const me = { caller: "dev", scopes: ["uploads:write"], maxBytes: limits.object };
const file = { name: "reports/may.csv", size: 10, way: "parts" as const };

describe("before a file is sent", () => {
  test("one that the server takes is not refused", () => {
    expect(refusalOf(file, me)).toBeUndefined();
    expect(refusalOf({ ...file, name: "Grüße 世界 (1) 50% +.csv" }, me)).toBeUndefined();
  });

  test.each([
    ["a\\b", "no backslash"],
    ["a/../b", "no `.` or `..` segment"],
    ["%2e%2e/b", "no `.` or `..` segment"],
    ["a\u0000", "no control characters"],
    ["a//b", "no empty segment"],
    ["é".repeat(511), "at most 1024 bytes of UTF-8 with the prefix (here 1026)"],
  ])("the name %j is refused with its reason", (name, reason) => {
    expect(refusalOf({ ...file, name }, me)).toContain(reason);
  });

  test("a name that only fits without the folder of own keys is refused for that way alone", () => {
    const name = "a".repeat(1010);
    expect(refusalOf({ ...file, name }, me)).toBeUndefined();
    expect(refusalOf({ ...file, name, way: "credentials" }, me)).toContain("1024 bytes");
  });

  test("a size beyond a way's limit is refused, and another way named where there is one", () => {
    const size = 6 * GiB;
    expect(refusalOf({ ...file, size, way: "put" }, me)).toBe(
      "It has 6 GB; this way takes 5 GB. Choose another way for it.",
    );
    expect(refusalOf({ ...file, size }, me)).toBeUndefined();
    expect(refusalOf({ ...file, size }, { ...me, maxBytes: GiB })).toBe(
      "It has 6 GB; the limit is 1 GB.",
    );
    expect(refusalOf({ ...file, size: 0 }, me)).toContain("An empty file has no parts.");
  });

  test("a token without the right is told", () => {
    expect(refusalOf(file, { ...me, scopes: [] })).toBe("Your token may not upload.");
  });

  test.each([
    ["text/csv", "text/csv"],
    ["text/plain; charset=utf-8", "text/plain; charset=utf-8"],
    ["", "application/octet-stream"],
    ["nonsense", "application/octet-stream"],
    [`a/${"b".repeat(254)}`, "application/octet-stream"],
  ])("the type %j is announced as %s", (type, announced) => {
    expect(typeOf(type)).toBe(announced);
  });
});
