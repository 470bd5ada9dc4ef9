import { expect, test } from "vitest";
import { measureCsv } from "./measure.ts";

test("a CSV of some megabytes is processed within the memory that a large one may take", async () => {
  const measured = await measureCsv(5_000_000);
  expect(measured.bytes).toBeGreaterThan(5_000_000);
  expect(measured.rows).toBeGreaterThan(50_000);
  expect(measured.results.map(({ name }) => name)).toEqual(["data.ndjson", "profile.json"]);
  expect(measured.peakBytes).toBeLessThan(256_000_000);
});
