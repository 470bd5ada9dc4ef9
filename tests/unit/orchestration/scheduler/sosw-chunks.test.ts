import { readAttributes } from "@switchyard/core/orchestration/scheduler/chunking/attributes.ts";
import { payloadsOf } from "@switchyard/core/orchestration/scheduler/job/tasks.ts";
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { soswCases, soswToday } from "./sosw-cases.ts";

/** What sosw 0.7.47 made of the cases; `tests/integration/scheduler-sosw.test.ts` asks it again. */
const record = JSON.parse(readFileSync("tests/fixtures/sosw-chunks.json", "utf8")) as Readonly<
  Record<string, unknown>
>;

test.each(soswCases)("$name: chunked as by Python's sosw", ({ name, attributes, job }) => {
  const now = Date.parse(`${soswToday}T12:00:00Z`);
  expect([...payloadsOf(job, readAttributes(attributes), { now })]).toEqual(record[name]);
});
