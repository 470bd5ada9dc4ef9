import { describe, expect, test } from "vitest";
import { packResult, packStats, resultLimit } from "./result.ts";
import { memoryObjects } from "./testing.ts";

const place = (stored?: Map<string, string>) => ({
  key: "results/t/n.json",
  objects: async () => stored && memoryObjects(stored),
});

describe("a worker's result", () => {
  test.each([
    [undefined, undefined],
    [{ rows: 3 }, { rows: 3 }],
    [7, { value: 7 }],
    [[1, 2], { value: [1, 2] }],
    [null, { value: null }],
    [{ at: new Date(0) }, { at: "1970-01-01T00:00:00.000Z" }],
  ])("%j becomes the fields %j", async (returned, fields) => {
    expect(await packResult(returned, place())).toEqual(fields);
  });

  test("at the limit stays in the row, one byte more goes to the bucket", async () => {
    const stored = new Map<string, string>();
    const text = "x".repeat(resultLimit - '{"t":""}'.length);
    expect(await packResult({ t: text }, place(stored))).toEqual({ t: text });
    expect(stored.size).toBe(0);
    expect(await packResult({ t: `${text}x` }, place(stored))).toEqual({ ref: "results/t/n.json" });
    expect(JSON.parse(stored.get("results/t/n.json") ?? "")).toEqual({ t: `${text}x` });
  });

  test("that is too large is a typed error where no bucket is known", async () => {
    await expect(packResult("x".repeat(resultLimit), place())).rejects.toMatchObject({
      code: "worker.result_too_large",
      bytes: resultLimit + 2,
      limit: resultLimit,
    });
  });

  test("that is no JSON is a typed error", async () => {
    const cycle: Record<string, unknown> = {};
    cycle["self"] = cycle;
    await expect(packResult(cycle, place())).rejects.toMatchObject({
      code: "worker.invalid_result",
    });
    await expect(packResult(1n, place())).rejects.toMatchObject({ code: "worker.invalid_result" });
  });
});

test("counters that would outgrow the row are left out, and counted", () => {
  const all = Object.fromEntries(Array.from({ length: 2_000 }, (_, n) => [`counter_${n}`, n]));
  const packed = packStats(all);
  const kept = Object.keys(packed).length - 1;
  expect(kept).toBeGreaterThan(200);
  expect(packed["stats_left_out"]).toBe(2_000 - kept);
  expect(JSON.stringify(packed).length).toBeLessThan(20_000);
});

test("what is no finite number never reaches the row", () => {
  expect(packStats({ a: 1, b: Number.NaN, c: Infinity })).toEqual({ a: 1, stats_left_out: 2 });
});
