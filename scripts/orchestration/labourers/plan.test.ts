import { InvalidOrchestrationConfigError } from "@switchyard/core/orchestration/errors.ts";
import { describe, expect, test } from "vitest";
import { UsageError } from "../../cli/command.ts";
import { changedConfig } from "./plan.ts";

const settings = { arn: "arn:aws:lambda:us-east-1:000000000000:function:counter" };
const stands = JSON.stringify({
  operational: true,
  task_config: { labourers: { other: { arn: "other" } }, max_attempts: 3 },
});
const read = (text: string | undefined) => JSON.parse(text ?? "null") as unknown;

describe("the configuration of a labourer that is registered", () => {
  test("begins where there is none", () => {
    const text = changedConfig(undefined, { action: "register", id: "counter", settings });
    expect(read(text)).toEqual({ task_config: { labourers: { counter: settings } } });
  });

  test("keeps all that others wrote", () => {
    const text = changedConfig(stands, { action: "register", id: "counter", settings });
    expect(read(text)).toEqual({
      operational: true,
      task_config: { labourers: { other: { arn: "other" }, counter: settings }, max_attempts: 3 },
    });
  });

  test("stays, where it is so already", () => {
    const once = changedConfig(stands, { action: "register", id: "counter", settings });
    const twice = changedConfig(once, { action: "register", id: "counter", settings });
    expect(twice).toBeUndefined();
  });

  test("is refused with settings that no labourer can have", () => {
    const wrong = { ...settings, max_attempts: 0 };
    expect(() =>
      changedConfig(stands, { action: "register", id: "counter", settings: wrong }),
    ).toThrow(InvalidOrchestrationConfigError);
  });
});

describe("the configuration of a labourer that is removed", () => {
  test("loses it and nothing else", () => {
    const text = changedConfig(stands, { action: "remove", id: "other" });
    expect(read(text)).toEqual({
      operational: true,
      task_config: { labourers: {}, max_attempts: 3 },
    });
  });

  test("stays, where it isn't there", () => {
    expect(changedConfig(stands, { action: "remove", id: "counter" })).toBeUndefined();
    expect(changedConfig(undefined, { action: "remove", id: "counter" })).toBeUndefined();
  });
});

test.each(["no JSON", "[]", '{"task_config":{"labourers":[]}}'])(
  "a configuration that is %s is left alone",
  (text) => {
    expect(() => changedConfig(text, { action: "remove", id: "other" })).toThrow(UsageError);
  },
);
