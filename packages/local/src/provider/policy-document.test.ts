import { describe, expect, test } from "vitest";
import { renderPolicyDocument } from "./policy-document.ts";

const render = (...statements: object[]) =>
  (JSON.parse(String(renderPolicyDocument({ statements })["json"])) as { Statement: object[] })
    .Statement;

const condition = (variable: string, value: string) => ({
  test: "StringEquals",
  variable,
  values: [value],
});

describe("a policy document", () => {
  test("allows by default, and leaves out what is unset", () => {
    expect(render({ actions: ["s3:GetObject"], resources: ["*"] })).toEqual([
      { Effect: "Allow", Action: ["s3:GetObject"], Resource: ["*"] },
    ]);
  });

  test("keeps a statement's id, effect and negations", () => {
    const statement = { sid: "No", effect: "Deny", notActions: ["a"], notResources: ["b"] };
    expect(render(statement)).toEqual([
      { Sid: "No", Effect: "Deny", NotAction: ["a"], NotResource: ["b"] },
    ]);
  });

  test("merges principals of one type, and keeps types apart", () => {
    const principals = [
      { type: "AWS", identifiers: ["a"] },
      { type: "AWS", identifiers: ["b"] },
      { type: "Service", identifiers: ["lambda.amazonaws.com"] },
    ];
    expect(render({ principals })).toMatchObject([
      { Principal: { AWS: ["a", "b"], Service: ["lambda.amazonaws.com"] } },
    ]);
  });

  test("writes everybody as a star", () => {
    expect(render({ principals: [{ type: "*", identifiers: ["*"] }] })).toMatchObject([
      { Principal: "*" },
    ]);
  });

  test("merges conditions of one test: keys side by side, values of one key together", () => {
    const conditions = [condition("a", "1"), condition("b", "2"), condition("a", "3")];
    expect(render({ conditions })).toMatchObject([
      { Condition: { StringEquals: { a: ["1", "3"], b: ["2"] } } },
    ]);
  });

  test("without statements says so, for AWS refuses an empty policy", () => {
    expect(renderPolicyDocument({ statements: [] })["statements"]).toBeUndefined();
    expect(renderPolicyDocument({})["json"]).toBe('{"Version":"2012-10-17","Statement":[]}');
  });

  test("turns the provider's &{…} into a policy's variable", () => {
    expect(render({ resources: ["arn:aws:s3:::b/&{aws:username}/*"] })).toMatchObject([
      { Resource: ["arn:aws:s3:::b/${aws:username}/*"] },
    ]);
  });

  test("refuses to merge documents rather than to leave one out", () => {
    expect(() => renderPolicyDocument({ sourcePolicyDocuments: ["{}"] })).toThrow(
      "sourcePolicyDocuments",
    );
  });

  test("keeps its id", () => {
    expect(renderPolicyDocument({ policyId: "mine" })["json"]).toContain('"Id":"mine"');
  });

  test("keeps the version it was given", () => {
    expect(renderPolicyDocument({ version: "2008-10-17" })["json"]).toContain("2008-10-17");
  });

  test.each([
    ["principals", { actions: ["a"], principals: null }],
    ["conditions", { actions: ["a"], conditions: null }],
    ["resources", { actions: ["a"], resources: null }],
  ])("takes unset %s as none", (_, statement) => {
    expect(render(statement)).toEqual([{ Effect: "Allow", Action: ["a"] }]);
  });
});
