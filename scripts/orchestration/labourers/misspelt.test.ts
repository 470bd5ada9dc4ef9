import { parseLabourer } from "@switchyard/core/orchestration/labourer.ts";
import { expect, test } from "vitest";
import { UsageError } from "../../cli/command.ts";
import { refuseMisspelt } from "./misspelt.ts";

const whole = {
  arn: "reports",
  max_simultaneous_invocations: 2,
  duration: 60,
  cooldown: 60,
  max_attempts: 2,
  health_metrics: {},
  retry: { policy: "attempts", base: 1, cap: 2 },
  flow: { concurrency: { key: "payload.a", limit: 1 }, priority: true },
  heartbeat_timeout: 5,
  payload_schema: {},
};

test("every setting that a labourer has is known", () => {
  expect(() => refuseMisspelt(whole)).not.toThrow();
  const { id: _, ...read } = parseLabourer("reports", whole);
  expect(() => refuseMisspelt(read)).not.toThrow();
});

test("a setting of Python's own passes", () => {
  expect(() => refuseMisspelt({ arn: "a", team: "billing" })).not.toThrow();
});

test.each([
  [{ max_simultaneous_invocation: 3 }, "max_simultaneous_invocations"],
  [{ durations: 3 }, "duration"],
  [{ flow: { concurency: {} } }, "flow.concurency: did you mean concurrency?"],
  [{ retry: { bas: 1 } }, "did you mean base?"],
])("%j is refused, and what is meant is named", (settings, meant) => {
  const wrong = () => refuseMisspelt({ arn: "a", ...settings });
  expect(wrong).toThrow(UsageError);
  expect(wrong).toThrow(meant);
});
