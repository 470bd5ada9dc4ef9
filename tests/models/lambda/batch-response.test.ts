import { expect, test } from "vitest";
import { trusted } from "../trusted.ts";
import { failedItems } from "./batch-response.ts";
import { type Result } from "./function.ts";

const records = ["a", "b"].map((messageId) =>
  trusted<Parameters<typeof failedItems>[1][number]>({ messageId }),
);
const returned = (value: unknown): Result => ({ kind: "returned", value });
const all = ["a", "b"];

test.each<[string, Result, string[]]>([
  ["what is named comes again", returned({ batchItemFailures: [{ itemIdentifier: "b" }] }), ["b"]],
  ["an empty list is success", returned({ batchItemFailures: [] }), []],
  ["no list is success", returned({}), []],
  ["no answer is success", returned(undefined), []],
  ["null is success", returned(null), []],
  [
    "a name of no message fails all",
    returned({ batchItemFailures: [{ itemIdentifier: "c" }] }),
    all,
  ],
  ["an empty name fails all", returned({ batchItemFailures: [{ itemIdentifier: "" }] }), all],
  ["a missing name fails all", returned({ batchItemFailures: [{}] }), all],
  ["another answer fails all", returned("done"), all],
  ["an error fails all", { kind: "threw", error: "no" }, all],
  ["a time-out fails all", { kind: "timedOut" }, all],
  ["a crash fails all", { kind: "crashed" }, all],
])("of a batch: %s", (_rule, result, expected) => {
  expect([...failedItems(result, records, true)]).toEqual(expected);
});

test("without ReportBatchItemFailures the answer isn't looked at", () => {
  const result = returned({ batchItemFailures: [{ itemIdentifier: "b" }] });
  expect([...failedItems(result, records, false)]).toEqual([]);
});
