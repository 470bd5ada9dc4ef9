import { InvalidJobError } from "../../errors.ts";
import { type Fields, isFields, without } from "../fields.ts";
import { type Attribute, namesOf } from "./attributes.ts";

/** One value of an attribute. */
export interface Element {
  readonly name: unknown;
  /** What is nested under it; `null` for a plain value, `undefined` for what can't be split. */
  readonly nested: Fields | null | undefined;
}

/** An attribute's values, and what stands beside them. */
export interface Level {
  readonly elements: readonly Element[];
  readonly rest: Fields;
}

/** The values of an attribute in a job, by its plural, its singular or both; `undefined` without any. */
export function levelOf(data: Fields, attribute: Attribute, path: string): Level | undefined {
  const present = namesOf(attribute).filter((name) => (data[name] ?? undefined) !== undefined);
  const [first, second] = present;
  if (first === undefined) return undefined;
  const rest = without(data, namesOf(attribute));
  const elements = elementsOf(data[first]);
  if (second === undefined) return { elements, rest };
  return { elements: together(elements, elementsOf(data[second]), path + second), rest };
}

/** Whether an attribute's values are plain: no data is nested under any. */
export const isFlat = ({ elements }: Level) => elements.every(({ nested }) => nested === null);

function elementsOf(value: unknown): Element[] {
  if (Array.isArray(value))
    return value.flatMap((one) => (isFields(one) ? inObject(one) : alone(one)));
  return isFields(value) ? inObject(value) : alone(value);
}

const inObject = (names: Fields): Element[] =>
  Object.entries(names).map(([name, nested]) => ({
    name,
    nested: nested === null || isFields(nested) ? nested : undefined,
  }));

const alone = (name: unknown): Element[] => [{ name, nested: isPlain(name) ? null : undefined }];

const isPlain = (value: unknown) => ["string", "number", "boolean"].includes(typeof value);

/** What stands under both of an attribute's names is one task's, not two's. */
function together(plural: readonly Element[], singular: readonly Element[], field: string) {
  const known = new Map(plural.map((element) => [element.name, element]));
  const added = singular.filter((element) => !known.has(element.name));
  const twice = singular.find(({ name, nested }) => nested && known.get(name)?.nested);
  if (!twice) return [...plural, ...added];
  const expected = `${String(twice.name)} under one of the attribute's two names`;
  throw new InvalidJobError([{ field, value: twice.nested, expected }]);
}
