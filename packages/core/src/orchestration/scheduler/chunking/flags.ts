import { InvalidJobError } from "../../errors.ts";
import { type Fields, without } from "../fields.ts";
import { type Attribute, namesOf } from "./attributes.ts";

/** Whether each value of the attribute is to be a task of its own. Throws `InvalidJobError`. */
export function isolates(data: Fields, attribute: Attribute): boolean {
  return isolateNames(attribute).some((field) => {
    const value = data[field] ?? false;
    if (value === 0 || value === 1 || typeof value === "boolean") return Boolean(value);
    throw new InvalidJobError([{ field, value, expected: "true or false" }]);
  });
}

/** How many values of the attribute a task takes at most, if the job says. Throws `InvalidJobError`. */
export function batchSizeIn(data: Fields, attribute: Attribute): number | undefined {
  const field = batchNames(attribute).find((name) => (data[name] ?? undefined) !== undefined);
  if (!field) return undefined;
  const size = typeof data[field] === "string" ? Number(data[field]) : data[field];
  if (typeof size === "number" && Number.isSafeInteger(size) && size > 0) return size;
  throw new InvalidJobError([{ field, value: data[field], expected: "a whole number above 0" }]);
}

/**
 * The fields of an element together with those around it: flags and values are inherited, the
 * nearer one wins, by whichever of its names it goes.
 */
export function inherit(outer: Fields, inner: Fields, attributes: readonly Attribute[]): Fields {
  const replaced = attributes.flatMap((attribute) => [
    ...replacing(inner, namesOf(attribute)),
    ...replacing(inner, isolateNames(attribute)),
    ...replacing(inner, batchNames(attribute)),
    // Told to isolate here, whatever size of a batch was said further out.
    ...(isolates(inner, attribute) ? batchNames(attribute) : []),
  ]);
  return { ...(replaced.length > 0 ? without(outer, replaced) : outer), ...inner };
}

const replacing = (inner: Fields, names: readonly string[]) =>
  names.some((name) => name in inner) ? names : [];

const isolateNames = (attribute: Attribute) => namesOf(attribute).map((name) => `isolate_${name}`);

const batchNames = (attribute: Attribute) =>
  namesOf(attribute).map((name) => `max_${name}_per_batch`);
