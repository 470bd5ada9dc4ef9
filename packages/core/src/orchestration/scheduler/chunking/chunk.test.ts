import { describe, expect, test } from "vitest";
import { InvalidJobError } from "../../errors.ts";
import { readAttributes } from "./attributes.ts";
import { chunk } from "./chunk.ts";

const shop = readAttributes([["section", {}], "store", "product"]);
const split = (job: Record<string, unknown>, attributes = shop) => [...chunk(job, attributes)];

describe("a job", () => {
  test.each([
    [{ a: 1 }],
    [{ sections: { a: { stores: { x: { products: [1, 2] } } }, b: null } }],
    [{ section: ["a", "b"], isolate_pages: true }],
    [{ sections: { a: { isolate_stores: true, note: 1 } } }],
    [{ sections: null, isolate_sections: true }],
    [{ sections: { a: 5, b: [1] } }],
  ])("that asks for nothing stays whole, as it came: %j", (job) => {
    expect(split(job)).toEqual([job]);
  });

  test.each([
    ["a list", ["a", "b"]],
    ["an object of nulls", { a: null, b: null }],
    ["a list of objects", [{ a: null }, { b: null }]],
  ])("takes values as %s", (_, sections) => {
    const flag = { isolate_sections: true };
    expect(split({ sections, ...flag, lang: "en" })).toEqual([
      { sections: ["a"], ...flag, lang: "en" },
      { sections: ["b"], ...flag, lang: "en" },
    ]);
  });

  test("takes the lowest level in batches", () => {
    const job = { products: ["p", "q", "r"], max_products_per_batch: 2 };
    expect(split(job).map(({ products }) => products)).toEqual([["p", "q"], ["r"]]);
  });

  test("inherits flags downward, and the nearer one wins", () => {
    const sections = {
      a: { products: [1, 2, 3] },
      b: { products: [1, 2], isolate_products: true },
      c: { products: [1, 2], max_product_per_batch: 5 },
      d: { products: { 1: null }, isolate_product: false },
    };
    const tasks = split({ sections, max_products_per_batch: 2 });
    expect(tasks.map((task) => [task["sections"], task["products"]])).toEqual([
      [["a"], [1, 2]],
      [["a"], [3]],
      [["b"], [1]],
      [["b"], [2]],
      [["c"], [1, 2]],
      [["d"], ["1"]],
    ]);
  });

  test("makes tasks of the elements beside one that asks, nested as they came", () => {
    const nested = { stores: { x: { products: [1] }, y: null } };
    const sections = { a: { isolate_stores: true, stores: ["s", "t"] }, b: nested, c: null };
    expect(split({ sections })).toEqual([
      { sections: ["a"], isolate_stores: true, stores: ["s"] },
      { sections: ["a"], isolate_stores: true, stores: ["t"] },
      { sections: ["b"], ...nested },
      { sections: ["c"] },
    ]);
  });

  test("loses nothing of an element that lacks the level to be split", () => {
    const flags = { isolate_stores: true, isolate_products: true };
    expect(split({ sections: { a: { note: 1 }, b: { products: [1] } }, ...flags })).toEqual([
      { sections: ["a"], note: 1, ...flags },
      { sections: ["b"], products: [1], ...flags },
    ]);
  });

  test("is split by each of the levels that stand side by side", () => {
    const job = { sections: ["a", "b"], products: [1, 2], isolate_products: true };
    expect(split(job).map(({ sections, products }) => [sections, products])).toEqual([
      [["a", "b"], [1]],
      [["a", "b"], [2]],
    ]);
    expect(split({ ...job, isolate_sections: true })).toHaveLength(4);
  });

  test("makes no task of an empty list that is to be split", () => {
    expect(split({ sections: [], isolate_sections: true })).toEqual([]);
    expect(split({ sections: { a: { stores: [] } }, isolate_stores: true })).toEqual([]);
  });
});

describe("names", () => {
  test.each(["isolate_section", "isolate_sections"])("%s is heard, in the singular too", (flag) => {
    expect(split({ section: "a", [flag]: true })).toEqual([{ sections: ["a"], [flag]: true }]);
  });

  test("singular and plural together double nothing", () => {
    const job = { section: ["a", "b"], sections: { b: null, c: { stores: [1] } } };
    const tasks = split({ ...job, isolate_sections: true });
    expect(tasks.map(({ sections }) => sections)).toEqual([["b"], ["c"], ["a"]]);
    const twice = { section: { c: { stores: [2] } }, sections: { c: { stores: [1] } } };
    expect(() => split({ ...twice, isolate_sections: true })).toThrow(InvalidJobError);
  });

  test("may have a plural of their own", () => {
    const attributes = readAttributes([["category", { plural: "categories" }]]);
    const job = { categories: ["a", "b"], isolate_category: true };
    expect(split(job, attributes).map(({ categories }) => categories)).toEqual([["a"], ["b"]]);
  });

  test.each([[["sections"]], [["a", ["a", {}]]], ["section"], [[["a", { plural: 1 }]]]])(
    "%j is no list of attributes",
    (value) => expect(() => readAttributes(value)).toThrow(/chunkable_attrs/),
  );

  test("a configuration without attributes splits nothing", () => {
    const job = { sections: ["a", "b"], isolate_sections: true };
    expect(split(job, readAttributes(undefined))).toEqual([job]);
    expect(split(job, readAttributes([]))).toEqual([job]);
  });
});

test.each([
  [
    { sections: { a: { stores: [1] }, b: null }, max_sections_per_batch: 2 },
    /^sections\.a: expected null.*isolate_sections: true.*\{"stores":\[1\]\}/,
  ],
  [
    {
      sections: { a: { stores: { x: { products: { p: { n: 1 } } } } } },
      max_products_per_batch: 2,
    },
    /^sections\.a\.stores\.x\.products\.p: .*isolate_products/,
  ],
  [
    { sections: ["a", [1]], isolate_sections: true },
    /^sections: .*without isolate_sections.*\[1\]/,
  ],
  [{ sections: { a: 5 }, isolate_sections: true }, /^sections: /],
  [{ sections: ["a"], isolate_sections: "true" }, /^isolate_sections: expected true or false/],
  [{ sections: ["a"], max_sections_per_batch: 1.5 }, /^max_sections_per_batch: expected a whole/],
  [{ sections: { a: { section: "b" } }, isolate_sections: true }, /^sections\.a\.section: /],
])("%j is refused, naming field, value and what would mend it", (job, message) => {
  expect(() => split(job)).toThrow(InvalidJobError);
  expect(() => split(job)).toThrow(message);
});
