import { InvalidJobError } from "../../errors.ts";
import { type Fields, isFields } from "../fields.ts";
import { type Attribute, namesOf } from "./attributes.ts";

const day: Attribute = { singular: "day", plural: "days" };

/**
 * Refuses a flag for what the job's schema doesn't know, at any level: misspelt, it would split
 * nothing, and nobody would hear of it. Pure. Throws `InvalidJobError`. The seed passes it by.
 */
export function refuseUnknownFlags(job: Fields, attributes: readonly Attribute[]): void {
  const names = new Set([...attributes, day].flatMap(namesOf));
  for (const [path, field, value] of flagsIn(job, attributes, "")) {
    const [, isolated, batched] = flag.exec(field) ?? [];
    if (names.has(isolated ?? batched ?? "")) continue;
    const expected = `isolate_… or max_…_per_batch of one of ${[...names].join(", ")}`;
    throw new InvalidJobError([{ field: `${path}${field}`, value, expected }]);
  }
}

const flag = /^(?:isolate_(.+)|max_(.+)_per_batch)$/;

function* flagsIn(
  data: Fields,
  attributes: readonly Attribute[],
  path: string,
): Generator<readonly [path: string, field: string, value: unknown]> {
  for (const [field, value] of Object.entries(data))
    if (flag.test(field)) yield [path, field, value];
  for (const name of attributes.flatMap(namesOf)) {
    const level = data[name];
    if (!isFields(level)) continue;
    for (const [element, inner] of Object.entries(level))
      if (isFields(inner)) yield* flagsIn(inner, attributes, `${path}${name}.${element}.`);
  }
}
