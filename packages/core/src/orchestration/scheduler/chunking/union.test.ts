import * as fc from "fast-check";
import { expect, test } from "vitest";
import { type Fields, isFields } from "../fields.ts";
import { readAttributes } from "./attributes.ts";
import { chunk } from "./chunk.ts";

const levels = ["section", "store", "product"];
const attributes = readAttributes(levels);

/** Every value of a job or task, with the values it lies in: `a/x/1`. An empty list holds none. */
function leaves(data: Fields, names: readonly string[] = levels, within = ""): string[] {
  const [name, ...below] = names;
  if (name === undefined) return [within];
  const { [`${name}s`]: plural, [name]: singular, ...rest } = data;
  const value = plural ?? singular;
  if (value === undefined) return leaves(data, below, within);
  const objects = (Array.isArray(value) ? value : [value]).map((one: unknown) =>
    isFields(one) ? one : { [String(one)]: null },
  );
  return objects.flatMap((object) =>
    Object.entries(object).flatMap(([key, inner]) =>
      leaves({ ...rest, ...(isFields(inner) ? inner : {}) }, below, `${within}/${key}`),
    ),
  );
}

const key = fc.constantFrom("a", "b", "c", "d", "e");
const flags = fc.record(
  Object.fromEntries(
    levels.flatMap((name) => [
      [`isolate_${name}s`, fc.boolean()],
      [`isolate_${name}`, fc.boolean()],
    ]),
  ),
  { requiredKeys: [] },
);
const batches = fc.record(
  { max_products_per_batch: fc.integer({ min: 1, max: 3 }) },
  { requiredKeys: [] },
);
const names = fc.uniqueArray(key, { maxLength: 4 });

/** An object with the values of a level, under one of its names, and flags. */
function level([name, ...below]: readonly string[]): fc.Arbitrary<Fields> {
  if (name === undefined) return fc.record({ note: fc.integer() });
  const flat = fc.oneof(
    names,
    names.map((all) => Object.fromEntries(all.map((one) => [one, null]))),
  );
  const nested = fc.dictionary(key, fc.oneof(fc.constant(null), level(below)), { maxKeys: 3 });
  // Nested data can't be batched: the lowest level is flat.
  const values = below.length === 0 ? flat : fc.oneof(flat, nested);
  return fc
    .tuple(fc.constantFrom(name, `${name}s`), values, flags, batches, fc.boolean())
    .map(([called, value, isolated, batch, isMissing]) => ({
      ...isolated,
      ...batch,
      ...(isMissing && below.length < 2 ? {} : { [called]: value }),
    }));
}

test("the tasks together hold the job's values, each once", () => {
  const holds = fc.property(level(levels), (job) => {
    const found = [...chunk(job, attributes)].flatMap((task) => leaves(task));
    expect(found.toSorted()).toEqual(leaves(job).toSorted());
  });
  fc.assert(holds, { numRuns: 2_000 });
});

test("what is isolated at the top is one to a task, but where a nearer flag says otherwise", () => {
  const holds = fc.property(level(levels), (job) => {
    const quiet = JSON.parse(JSON.stringify(job), (name, value: unknown) =>
      /isolate|max/.test(name) ? undefined : value,
    ) as Fields;
    const tasks = [...chunk({ ...quiet, isolate_products: true }, attributes)];
    for (const task of tasks)
      expect((task["products"] as unknown[] | undefined)?.length ?? 1).toBe(1);
  });
  fc.assert(holds, { numRuns: 500 });
});

test("tasks are made as they are taken", () => {
  const list = (name: string, count: number) => Array.from({ length: count }, (_, at) => name + at);
  const job = {
    sections: list("s", 1_000),
    stores: list("t", 1_000),
    products: list("p", 1_000),
    isolate_sections: true,
    isolate_stores: true,
    isolate_products: true,
  };
  const tasks = chunk(job, attributes);
  const first = Array.from({ length: 3 }, () => tasks.next().value as Fields);
  expect(first.map(({ products }) => products)).toEqual([["p0"], ["p1"], ["p2"]]);
});
