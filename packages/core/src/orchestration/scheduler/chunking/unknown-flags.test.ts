import { expect, test } from "vitest";
import { readAttributes } from "./attributes.ts";
import { refuseUnknownFlags } from "./unknown-flags.ts";

const attributes = readAttributes(["section", "store"]);

test.each([
  {},
  { isolate_days: true, max_day_per_batch: 2, period: "today" },
  { isolate_section: true, max_stores_per_batch: 3, isolated: 1, max_rows: 5 },
  // What is no level of the schema is the worker's own.
  { options: { isolate_everything: true }, sections: { a: { stores: ["s"], isolate_stores: 1 } } },
])("flags of what the schema knows pass: %j", (job) => {
  expect(() => refuseUnknownFlags(job, attributes)).not.toThrow();
});

test.each([
  [{ isolate_sektion: true }, "isolate_sektion"],
  [{ max_products_per_batch: 2 }, "max_products_per_batch"],
  [{ sections: { a: { isolate_shops: true } } }, "sections.a.isolate_shops"],
])("others are refused, with those there are: %j", (job, field) => {
  expect(() => refuseUnknownFlags(job, attributes)).toThrow(
    expect.objectContaining({
      code: "orchestration.invalid_job",
      issues: [
        expect.objectContaining({
          field,
          expected:
            "isolate_… or max_…_per_batch of one of sections, section, stores, store, days, day",
        }),
      ],
    }),
  );
});
