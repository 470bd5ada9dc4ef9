import { expect, test } from "vitest";
import { InvalidJobError } from "../../errors.ts";
import { parseJob } from "./parse.ts";
import { attributesFor, readJobSchemas } from "./schema.ts";

const job = { lambda_name: "worker", words: ["a"] };
const arn = "arn:aws:lambda:eu-west-1:123456789012:function:worker";

test.each([
  ["the job itself", job],
  ["the job as text", JSON.stringify(job)],
  ["a job in an event", { job }],
  ["a job as text in an event", { job: JSON.stringify(job) }],
  ["all of it as text", JSON.stringify({ job: JSON.stringify(job) })],
  ["a labourer's id", { labourer_id: "worker", words: ["a"] }],
  ["a labourer's id beside the job", { labourer_id: "worker", job: { words: ["a"] } }],
  ["an ARN", { ...job, lambda_name: arn }],
  ["an ARN with an alias", { ...job, lambda_name: `${arn}:live` }],
])("a job comes as %s", (_, event) => {
  const { labourer, job: read } = parseJob(event);
  expect({ labourer, read }).toEqual({ labourer: "worker", read: { words: ["a"] } });
});

test("what a job says about its tasks doesn't travel in their payloads", () => {
  const options = {
    priority: 3,
    deadline: "2026-02-28T06:00:00+01:00",
    singleton_key: "payload.a",
  };
  const read = parseJob({ dryRun: true, job: { ...job, ...options, job_id: "nightly" } });
  expect(read.job).toEqual({ words: ["a"] });
  expect(read.options).toEqual({
    ...options,
    job_id: "nightly",
    dry_run: true,
    deadline: Date.parse("2026-02-28T05:00:00Z") / 1_000,
    idempotency_ttl: 86_400,
  });
});

test.each([
  [null, /the event/],
  ["[]", /the event/],
  ["{", /the event/],
  [{ job: 3 }, /job: expected an object/],
  [{ words: [] }, /lambda_name/],
  [{ lambda_name: 3 }, /lambda_name/],
  [{ ...job, priority: 10 }, /priority.*10/],
  [{ ...job, deadline: "tomorrow" }, /deadline.*seconds since 1970/],
  [{ ...job, job_id: "a b" }, /job_id/],
  [{ ...job, greenfield: 5 }, /greenfield.*every task gets its own/],
])("%j is no job", (event, message) => {
  expect(() => parseJob(event)).toThrow(InvalidJobError);
  expect(() => parseJob(event)).toThrow(message);
});

test("a job chooses its levels by name", () => {
  const schemas = readJobSchemas({
    job_schema: {},
    job_schema_variants: {
      default: { chunkable_attrs: [["section", {}]] },
      words: { chunkable_attrs: ["topic", "word"] },
    },
  });
  const singular = (name?: string) =>
    attributesFor({ job_schema_name: name }, schemas).map((attribute) => attribute.singular);
  expect(singular()).toEqual(["section"]);
  expect(singular("words")).toEqual(["topic", "word"]);
  expect(() => singular("others")).toThrow(/job_schema_name: expected one of default, words/);
  const own = readJobSchemas({ job_schema: { chunkable_attrs: ["page"] } });
  expect(attributesFor({}, own)).toEqual([{ singular: "page", plural: "pages" }]);
});
