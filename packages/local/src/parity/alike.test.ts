import { describe, expect, test } from "vitest";
import { deviationsOf } from "./alike.ts";

const policy = (...Statement: object[]) => JSON.stringify({ Version: "2012-10-17", Statement });

describe("two values are alike", () => {
  test.each([
    ["a number and its text", 30, "30"],
    ["a truth and its text", true, "true"],
    ["what is unset and what is off", undefined, false],
    ["what is unset and what is empty", undefined, { filters: [] }],
    ["JSON however it is spaced and ordered", '{"a":1,"b":"2"}', '{ "b": "2", "a": "1" }'],
    [
      "policies with bare texts and lists of one",
      policy({ Effect: "Allow", Action: ["a"], Resource: "r", Sid: "" }),
      policy({ Effect: "Allow", Action: "a", Resource: ["r"] }),
    ],
    [
      "policies whose lists and statements come in another order",
      policy({ Effect: "Allow", Action: ["a", "b"] }, { Effect: "Deny", Action: "c" }),
      policy({ Action: "c", Effect: "Deny" }, { Action: ["b", "a"], Effect: "Allow" }),
    ],
    [
      "the two ways to write everybody",
      policy({ Effect: "Deny", Principal: "*" }),
      policy({ Effect: "Deny", Principal: { AWS: "*" } }),
    ],
    [
      "conditions on numbers and their texts",
      policy({ Condition: { NumericLessThan: { "s3:max-keys": 10 } } }),
      policy({ Condition: { NumericLessThan: { "s3:max-keys": ["10"] } } }),
    ],
  ])("%s", (_, wanted, reported) => {
    expect(deviationsOf({ value: wanted }, { value: reported })).toEqual([]);
    expect(deviationsOf({ value: reported }, { value: wanted })).toEqual([]);
  });

  test("lists that AWS gives no order", () => {
    const attributes = [
      { name: "a", type: "S" },
      { name: "b", type: "N" },
    ];
    expect(deviationsOf({ attributes }, { attributes: attributes.toReversed() })).toEqual([]);
  });
});

const rules = (days: number) => [{ id: "a", expiration: { days } }];

describe("a deviation", () => {
  test("names the path, what was wanted and what is there", () => {
    expect(deviationsOf({ rules: rules(14) }, { rules: rules(1) })).toEqual([
      { path: "rules[0].expiration.days", wanted: 14, reported: 1 },
    ]);
  });

  test.each([
    ["an item more", [1], [1, 2], "list[1]"],
    ["an item less", [1, 2], [1], "list[1]"],
    ["another order where order matters", [1, 2], [2, 1], "list[0]"],
    ["a list where a text should be", "a", ["a"], "list"],
  ])("is %s", (_, wanted, reported, path) => {
    expect(deviationsOf({ list: wanted }, { list: reported })[0]).toMatchObject({ path });
  });

  test.each([
    ["a wider action", { Effect: "Allow", Action: ["a", "b"] }],
    ["another effect", { Effect: "Deny", Action: "a" }],
    ["another principal", { Effect: "Allow", Action: "a", Principal: { AWS: "arn" } }],
    ["a condition", { Effect: "Allow", Action: "a", Condition: { Bool: { x: "true" } } }],
  ])("is %s in a policy", (_, statement) => {
    const wanted = policy({ Effect: "Allow", Action: "a" });
    expect(deviationsOf({ policy: wanted }, { policy: policy(statement) })).not.toEqual([]);
  });

  test("is never of a key that nothing is reported of", () => {
    expect(deviationsOf({ a: 1, b: 2 }, { a: 1 })).toEqual([]);
  });

  test("is a value that nobody asked for", () => {
    expect(deviationsOf({}, { topics: [{ id: "x" }] })).toHaveLength(1);
  });
});
