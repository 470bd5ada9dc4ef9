import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { soswCases, soswToday } from "../unit/orchestration/scheduler/sosw-cases.ts";
import { chunkedBySosw, installSosw } from "./sosw.ts";

const record = JSON.parse(readFileSync("tests/fixtures/sosw-chunks.json", "utf8")) as Readonly<
  Record<string, unknown>
>;

if (await installSosw()) {
  test("Python's sosw chunks jobs as the record of it says", async () => {
    const chunked = await chunkedBySosw(soswCases, soswToday);
    const found = soswCases.map(({ name }, index) => [name, chunked[index]]);
    expect(Object.fromEntries(found)).toEqual(record);
  });
} else {
  test("without sosw, how it chunks jobs is known by its record", () => {
    expect(Object.keys(record)).toEqual(soswCases.map(({ name }) => name));
  });
}
