import { InvalidJobError } from "../../errors.ts";
import type { Fields } from "../fields.ts";
import { type Attribute } from "./attributes.ts";
import { batchSizeIn, inherit, isolates } from "./flags.ts";
import { type Element, isFlat, type Level, levelOf } from "./level.ts";

/**
 * Splits a job into the payloads of its tasks, by its attributes in their order.
 *
 * `isolate_<attr>` and `max_<attrs>_per_batch` split a level, there and in all that is nested in
 * it. What nothing asks to split stays whole, nested as it came; an element that asks makes those
 * beside it tasks of their own. All other fields, flags too, travel into every task.
 *
 * Pure and lazy: one payload in memory at a time. Throws `InvalidJobError`, when it reaches the
 * value that is wrong. Seed: Scheduler, `chunk_job`.
 */
export function* chunk(job: Fields, attributes: readonly Attribute[]): Generator<Fields> {
  yield* split(job, attributes, { path: "", isPart: false });
}

interface Place {
  /** Where in the job, for errors: `sections.a.`. */
  readonly path: string;
  /** Whether a level above was split. */
  readonly isPart: boolean;
}

function* split(data: Fields, attributes: readonly Attribute[], place: Place): Generator<Fields> {
  const [attribute, ...below] = attributes;
  const level = attribute && levelOf(data, attribute, place.path);
  if (!attribute) yield data;
  else if (!level) yield* split(data, below, place);
  else if (isSplit(data, level, attribute, below))
    yield* parts(data, level, [attribute, ...below], place);
  // A part of a job holds plain values as one list, however they came.
  else if (place.isPart && isFlat(level))
    yield* split(withNames(level.rest, attribute, level.elements), below, place);
  else yield* split(data, below, place);
}

function* parts(
  data: Fields,
  level: Level,
  [attribute, ...below]: readonly [Attribute, ...Attribute[]],
  place: Place,
): Generator<Fields> {
  for (const elements of batches(data, level, attribute, place.path)) {
    const part = withNames(level.rest, attribute, elements);
    const [{ name, nested } = {}] = elements;
    const path = `${place.path}${attribute.plural}.${String(name)}.`;
    const inner = nested ? insideOf(part, nested, attribute, below, path) : part;
    yield* split(inner, below, { path, isPart: true });
  }
}

const withNames = (rest: Fields, { plural }: Attribute, elements: readonly Element[]): Fields => ({
  ...rest,
  [plural]: elements.map(({ name }) => name),
});

/** Whether a level is asked for, or anything that is nested in it. */
function isSplit(data: Fields, level: Level, attribute: Attribute, below: readonly Attribute[]) {
  if (isolates(data, attribute) || batchSizeIn(data, attribute) !== undefined) return true;
  return level.elements.some(
    ({ nested }) => nested && asksForSplit(inherit(level.rest, nested, below), below),
  );
}

function asksForSplit(data: Fields, attributes: readonly Attribute[]): boolean {
  return attributes.some((attribute, index) => {
    const level = levelOf(data, attribute, "");
    return level !== undefined && isSplit(data, level, attribute, attributes.slice(index + 1));
  });
}

/** The elements as tasks take them: those with nested data alone, plain ones in batches, by default of one. */
function* batches(data: Fields, { elements }: Level, attribute: Attribute, path: string) {
  const size = batchSizeIn(data, attribute);
  let batch: Element[] = [];
  for (const element of elements) {
    if (element.nested === undefined) throw unsplittable(element, attribute, path);
    if (element.nested && size !== undefined && !isolates(data, attribute))
      throw nestedInBatch(element, attribute, path);
    if (element.nested) yield [element];
    else batch.push(element);
    if (batch.length < (size ?? 1)) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

function insideOf(
  part: Fields,
  nested: Fields,
  attribute: Attribute,
  below: readonly Attribute[],
  path: string,
): Fields {
  const { singular, plural } = attribute;
  const again = [plural, singular].find((name) => name in nested);
  if (again === undefined) return inherit(part, nested, below);
  const expected = `no ${again} inside one of the ${plural}`;
  throw new InvalidJobError([{ field: path + again, value: nested[again], expected }]);
}

const unsplittable = ({ name }: Element, { plural }: Attribute, path: string) =>
  new InvalidJobError([
    {
      field: `${path}${plural}`,
      value: name,
      expected: `names, each alone, with null or with an object, as the job asks to split ${plural}; without isolate_${plural} they stay whole`,
    },
  ]);

const nestedInBatch = ({ name, nested }: Element, { plural }: Attribute, path: string) =>
  new InvalidJobError([
    {
      field: `${path}${plural}.${String(name)}`,
      value: nested,
      expected: `null, as max_${plural}_per_batch makes lists of plain values; isolate_${plural}: true would make it a task of its own`,
    },
  ]);
