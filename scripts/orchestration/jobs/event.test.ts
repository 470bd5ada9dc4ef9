import { parseJob } from "@switchyard/core/orchestration/scheduler/job/parse.ts";
import { describe, expect, test } from "vitest";
import { UsageError } from "../../cli/command.ts";
import { eventOf, readJob } from "./event.ts";

const job = { words: ["a"], lambda_name: "others" };

describe("the event of a job on the command line", () => {
  test.each([
    ["a job", job, "others"],
    ["a job in an event", { job, priority: 3 }, "others"],
    ["a job as text", JSON.stringify(job), "others"],
    ["an event that names the labourer", { job: { words: ["a"] }, labourer_id: "mine" }, "mine"],
  ])("of %s is read as such by the scheduler", (_, given, labourer) => {
    const read = parseJob(eventOf(given, {}));
    expect([read.labourer, read.job]).toEqual([labourer, { words: ["a"] }]);
  });

  test("has the labourer and the id that the flags name", () => {
    const read = parseJob(eventOf({ job, priority: 3 }, { labourer: "mine", "job-id": "nightly" }));
    expect(read).toMatchObject({
      labourer: "mine",
      job: { words: ["a"] },
      options: { job_id: "nightly", priority: 3 },
    });
  });

  test("leaves the id that the event has, where no flag says otherwise", () => {
    expect(eventOf({ ...job, job_id: "nightly" }, {})["job"]).toMatchObject({ job_id: "nightly" });
  });
});

test("a file that isn't there, or is no JSON, is wrong usage", async () => {
  await expect(readJob("no/such.json")).rejects.toThrow(UsageError);
  await expect(readJob("README.md")).rejects.toThrow(/README.md is no JSON/);
});
