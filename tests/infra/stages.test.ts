import { describe, expect, test } from "vitest";
import type { Stage } from "./stages.ts";
import { ofType, synthesised, theOne } from "./synthesised.ts";

const apiOf = (stage: Stage) => {
  const api = theOne(synthesised(stage), "aws:lambda/function:Function", /^Api/);
  return (api.inputs["environment"] as { variables: Record<string, string> }).variables;
};

describe("stages", () => {
  test("only the laptop's lets callers without a token upload", () => {
    expect(apiOf("local")).toMatchObject({ ALLOW_ANONYMOUS_UPLOADS: "true" });
    for (const stage of ["production", "dev", "ada"] as const) {
      expect(apiOf(stage)).toMatchObject({ ALLOW_ANONYMOUS_UPLOADS: "false" });
    }
  });

  test("production is protected from deletion, a sandbox is not", () => {
    const isProtected = (stage: Stage) =>
      theOne(synthesised(stage), "aws:dynamodb/table:Table", /^Ledger/).inputs[
        "deletionProtectionEnabled"
      ];
    expect([isProtected("production"), isProtected("ada")]).toEqual([true, false]);
  });

  test("shared ones have a budget, sandboxes and laptops none", () => {
    const budgets = (stage: Stage) =>
      ofType(synthesised(stage), "aws:budgets/budget:Budget").length;
    expect([budgets("production"), budgets("dev")]).toEqual([1, 1]);
    expect([budgets("local"), budgets("ada")]).toEqual([0, 0]);
  });

  test("are traced on AWS, all functions of them, and not on a laptop", () => {
    const tracing = (stage: Stage) => {
      const functions = ofType(synthesised(stage), "aws:lambda/function:Function");
      return functions.map(({ inputs }) => inputs["tracingConfig"]);
    };
    expect(new Set(tracing("local"))).toEqual(new Set([undefined]));
    expect(tracing("production").length).toBeGreaterThan(4);
    for (const one of tracing("production")) expect(one).toEqual({ mode: "Active" });
  });
});
