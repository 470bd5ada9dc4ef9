import { expect, test } from "vitest";
import { InvalidJobError, InvalidOrchestrationConfigError } from "../../errors.ts";
import { parseLabourer } from "../../labourer.ts";
import { checkPayload } from "./check.ts";

const check = (payload: Record<string, unknown>, payload_schema?: Record<string, unknown>) =>
  checkPayload(payload, parseLabourer("counter", { arn: "counter", payload_schema }));

const schema = {
  $schema: "https://json-schema.org/draft/2020-12/schema",
  type: "object",
  required: ["words"],
  additionalProperties: false,
  properties: {
    words: { type: "array", minItems: 1, maxItems: 3, items: { type: "string", maxLength: 5 } },
    count: { type: "integer", minimum: 1, exclusiveMaximum: 10 },
    share: { type: ["number", "null"], exclusiveMinimum: 0, maximum: 1 },
    lang: { enum: ["en", "de"] },
    kind: { const: "daily" },
    day: { type: "string", pattern: "^\\d{4}-\\d\\d-\\d\\d$", minLength: 10 },
    either: { anyOf: [{ type: "boolean" }, { type: "object" }] },
    both: { allOf: [{ type: "number" }, { minimum: 3 }] },
  },
};

test.each([
  { words: ["a"] },
  { words: ["a"], count: 9, share: null, lang: "de", kind: "daily", day: "2026-02-28" },
  { words: ["a"], either: { any: "thing" }, both: 3, share: 1 },
  { words: ["a"], isolate_words: true, max_words_per_batch: 2, job_schema_name: "x" },
])("%j is as the labourer wants it", (payload) => {
  expect(() => check(payload, schema)).not.toThrow();
});

test.each([
  [{}, /^payload\.words: expected a value/],
  [{ words: "a" }, /^payload\.words: expected array/],
  [{ words: [] }, /^payload\.words: expected a list of at least 1/],
  [{ words: ["a", "b", "c", "d"] }, /at most 3/],
  [{ words: ["a", 2] }, /^payload\.words\[1\]: expected string, got 2/],
  [{ words: ["too long"] }, /^payload\.words\[0\]: expected a length of at most 5/],
  [{ words: ["a"], count: 1.5 }, /^payload\.count: expected integer/],
  [{ words: ["a"], count: 0 }, /at least 1/],
  [{ words: ["a"], count: 10 }, /less than 10/],
  [{ words: ["a"], share: 0 }, /more than 0/],
  [{ words: ["a"], share: 2 }, /at most 1/],
  [{ words: ["a"], lang: "fr" }, /^payload\.lang: expected "en" or "de", got "fr"/],
  [{ words: ["a"], kind: "weekly" }, /^payload\.kind: expected "daily"/],
  [{ words: ["a"], day: "2026-02-8x" }, /^payload\.day: expected text that matches/],
  [{ words: ["a"], either: 1 }, /^payload\.either: expected boolean, or object/],
  [{ words: ["a"], both: 2 }, /^payload\.both: expected at least 3/],
  [{ words: ["a"], other: 1 }, /^payload\.other: expected nothing here/],
])("%j is refused, naming the field", (payload, message) => {
  expect(() => check(payload, schema)).toThrow(InvalidJobError);
  expect(() => check(payload, schema)).toThrow(message);
});

test("a labourer without a schema takes any payload", () => {
  expect(() => check({ any: ["thing"] })).not.toThrow();
});

test("a keyword that isn't known is an error of the configuration", () => {
  const wrong = () => check({ a: 1 }, { properties: { a: { multipleOf: 3 } } });
  expect(wrong).toThrow(InvalidOrchestrationConfigError);
  expect(wrong).toThrow(/multipleOf/);
});
