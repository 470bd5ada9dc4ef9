import { describe, expect, test } from "vitest";
import { mergeSettings } from "./merge.ts";

describe("merging configurations", () => {
  test("goes into objects, and lets the later win", () => {
    const under = { a: 42, b: { b1: 33, b2: 44 } };
    const over = { a: 43, b: { b1: 22, b3: 33 } };
    expect(mergeSettings(under, over)).toEqual({ a: 43, b: { b1: 22, b2: 44, b3: 33 } });
  });

  test("unites lists in the order they came, each value once", () => {
    const under = { l: ["b", "a", { n: 1 }] };
    const over = { l: [{ n: 1 }, "c", "b"] };
    expect(mergeSettings(under, over)).toEqual({ l: ["b", "a", { n: 1 }, "c"] });
  });

  test("unites sets, and a set with a list", () => {
    expect(mergeSettings({ s: new Set([1]) }, { s: new Set([2]) })).toEqual({ s: new Set([1, 2]) });
    expect(mergeSettings({ s: new Set([1]) }, { s: [1, 2] })).toEqual({ s: [1, 2] });
    expect(mergeSettings({ s: [1, 2] }, { s: new Set([2, 3]) })).toEqual({ s: new Set([1, 2, 3]) });
  });

  test("replaces what is of another kind", () => {
    expect(mergeSettings({ a: { b: 1 }, l: [1], n: 1 }, { a: 1, l: "x", n: null })).toEqual({
      a: 1,
      l: "x",
      n: null,
    });
    expect(mergeSettings({ a: null }, { a: { b: 1 } })).toEqual({ a: { b: 1 } });
  });

  test("keeps what the later layer leaves undefined", () => {
    expect(mergeSettings({ a: 1 }, { a: undefined })).toEqual({ a: 1 });
  });

  test("changes none of its layers, and takes any number", () => {
    const layers = [{ l: [1] }, { l: [2], o: { a: 1 } }, { o: { b: 2 } }] as const;
    const before = structuredClone(layers);
    expect(mergeSettings(...layers)).toEqual({ l: [1, 2], o: { a: 1, b: 2 } });
    expect(layers).toEqual(before);
    expect(mergeSettings()).toEqual({});
  });

  test("can't be used to reach a prototype", () => {
    const hostile = JSON.parse('{"__proto__":{"polluted":true}}') as Record<string, unknown>;
    mergeSettings({ a: {} }, hostile);
    expect(Reflect.get({}, "polluted")).toBeUndefined();
  });
});
