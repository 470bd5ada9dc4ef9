import { describe, expect, test } from "vitest";
import { ignoredPaths, pathsOf } from "./inputs.ts";
import type { ResourceType } from "./resource-type.ts";

const typeWith = (honours: string[], leavesOut: Record<string, string> = {}) =>
  ({ honours, leavesOut }) as unknown as ResourceType;

describe("the paths of inputs", () => {
  test("go through objects and lists, each once", () => {
    const inputs = { name: "a", rules: [{ days: 1 }, { days: 2, id: "x" }], ttl: { on: false } };
    expect(pathsOf(inputs)).toEqual(["name", "rules[].days", "rules[].id", "ttl.on"]);
  });

  test("leave out what is unset", () => {
    expect(pathsOf({ a: undefined, b: null, c: { d: undefined } })).toEqual([]);
  });

  test("end at what is no plain object: an asset, a promise", () => {
    expect(pathsOf({ source: Promise.resolve(1) })).toEqual(["source"]);
  });
});

describe("an ignored path", () => {
  test("is one that no declared path covers", () => {
    const type = typeWith(["name", "rules[].id", "environment.variables"], { tags: "none" });
    const inputs = {
      name: "a",
      names: "b",
      rules: [{ id: "x", idea: 1 }],
      environment: { variables: { A: "1" }, other: 1 },
      tags: { a: "b" },
    };
    expect(ignoredPaths(type, inputs)).toEqual(["names", "rules[].idea", "environment.other"]);
  });

  test("is not one below a path that is honoured whole", () => {
    expect(ignoredPaths(typeWith(["cors"]), { cors: [{ maxAge: 1 }] })).toEqual([]);
  });
});
