import { describe, expect, test } from "vitest";
import { UsageError } from "../cli/command.ts";
import { chosen } from "./operate.ts";
import { operatorOf } from "./operating.ts";

describe("what a pause is about", () => {
  test("is the one thing that was named", () => {
    expect(chosen({ job: "nightly" }, "usage")).toEqual(["job", "nightly"]);
  });

  test.each([{}, { labourer: "" }, { labourer: "a", task: "b" }])("is not %j", (given) => {
    expect(() => chosen(given, "usage")).toThrow(UsageError);
  });
});

test("whoever changes something says why", () => {
  expect(operatorOf({ by: "ada" }, " full ")).toEqual({ by: "ada", reason: "full" });
  expect(() => operatorOf({ by: "ada" }, undefined)).toThrow(UsageError);
  expect(() => operatorOf({ by: "ada" }, " ")).toThrow(/--why/);
});
