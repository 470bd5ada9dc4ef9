import { readAttributes } from "@switchyard/core/orchestration/scheduler/chunking/attributes.ts";
import { payloadsOf } from "@switchyard/core/orchestration/scheduler/job/tasks.ts";
import { describe, expect, test } from "vitest";
import { blocks } from "../../docs/blocks.ts";

const page = blocks.filter((block) => block.page === "docs/scheduler.md");
const examples = page.flatMap((block, index) =>
  block.info === "job" ? [{ job: block, answer: page[index + 1] }] : [],
);
const shop = readAttributes(["section", "store", "product"]);

describe("the jobs in the scheduler's page", () => {
  test("are not left out", () => expect(examples.length).toBeGreaterThanOrEqual(4));

  test.each(examples)("become what stands below: line $job.line", ({ job, answer }) => {
    const run = () => [
      ...payloadsOf(JSON.parse(job.code) as Record<string, unknown>, shop, { now: 0 }),
    ];
    if (answer?.info === "error") expect(run).toThrow(answer.code.trim());
    else expect(run()).toEqual(JSON.parse(answer?.code ?? ""));
  });
});
