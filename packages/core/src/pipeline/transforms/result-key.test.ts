import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { resultKey } from "./result-key.ts";

describe("a result's key", () => {
  test("has the original's key, version and the result's name", () => {
    expect(resultKey({ key: "me/a.csv", version: "v", name: "data.ndjson" })).toBe(
      "results/me/a.csv/v/data.ndjson",
    );
  });

  test("stays within S3's 1,024 bytes and under the owner's prefix, for any key S3 allows", () => {
    const key = fc.string({ unit: "binary", minLength: 200, maxLength: 700 }).map((text) => {
      return `owner/${Buffer.from(text)
        .subarray(0, 1_018)
        .toString()
        .replace(/\ufffd+$/, "")}`;
    });
    fc.assert(
      fc.property(
        key,
        fc.string({ minLength: 1, maxLength: 64, unit: fc.constant("n") }),
        (long, name) => {
          const result = resultKey({ key: long, version: "v".repeat(32), name });
          expect(Buffer.byteLength(result)).toBeLessThanOrEqual(1_024);
          expect(result.startsWith("results/owner/")).toBe(true);
          expect(result.endsWith(`/${name}`)).toBe(true);
        },
      ),
    );
  });

  test("differs for long keys that begin alike", () => {
    const keys = ["a", "b"].map((end) =>
      resultKey({ key: `me/${"x".repeat(1_000)}${end}`, version: "v", name: "n" }),
    );
    expect(new Set(keys).size).toBe(2);
  });
});
