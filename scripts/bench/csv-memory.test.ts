import { expect, test } from "vitest";
import { measureCsv, parseSize } from "./csv-memory.ts";

test.each([
  ["1GB", 1_000_000_000],
  ["1.5mb", 1_500_000],
  ["100 kB", 100_000],
  ["7", 7],
  ["much", undefined],
  ["-1MB", undefined],
])("the size %s is %s bytes", (size, bytes) => {
  expect(parseSize(size)).toBe(bytes);
});

test("a CSV of some megabytes is processed within the memory that a large one may take", async () => {
  const measured = await measureCsv(5_000_000);
  expect(measured.bytes).toBeGreaterThan(5_000_000);
  expect(measured.rows).toBeGreaterThan(50_000);
  expect(measured.results.map(({ name }) => name)).toEqual(["data.ndjson", "profile.json"]);
  expect(measured.peakBytes).toBeLessThan(measured.allowedPeakBytes);
});
