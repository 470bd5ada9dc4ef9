import { type Issue } from "../../../errors.ts";
import { InvalidOrchestrationConfigError } from "../../errors.ts";
import { isFields, type Fields } from "../fields.ts";

type Keyword = (given: unknown, value: unknown, field: string, schema: Fields) => Issue | undefined;

/**
 * What first is wrong with a value by a JSON Schema, of which the keywords below are known.
 *
 * Throws `InvalidOrchestrationConfigError` at any other keyword. Pure.
 */
export function issueBy(schema: unknown, value: unknown, field: string): Issue | undefined {
  if (schema === true) return undefined;
  if (schema === false) return { field, value, expected: "nothing here" };
  if (!isFields(schema)) throw unknownSchema(schema);
  for (const [name, given] of Object.entries(schema)) {
    if (annotations.has(name)) continue;
    const keyword = Object.hasOwn(keywords, name) ? keywords[name] : undefined;
    if (!keyword) throw unknownSchema(name);
    const issue = keyword(given, value, field, schema);
    if (issue) return issue;
  }
  return undefined;
}

const annotations = new Set(
  "$schema $id $comment title description default examples format deprecated readOnly".split(" "),
);

const unknownSchema = (value: unknown) =>
  new InvalidOrchestrationConfigError([
    { field: "payload_schema", value, expected: `one of ${Object.keys(keywords).join(", ")}` },
  ]);

/** A keyword that speaks of values of one type alone, by a number of theirs. */
const bound =
  (holds: (size: number, limit: number) => boolean, sizeOf: Size, told: string): Keyword =>
  (given, value, field) => {
    const size = sizeOf(value);
    if (size === undefined || holds(size, Number(given))) return undefined;
    return { field, value, expected: `${told} ${String(given)}` };
  };
type Size = (value: unknown) => number | undefined;

const number: Size = (value) => (typeof value === "number" ? value : undefined);
const length: Size = (value) => (typeof value === "string" ? value.length : undefined);
const items: Size = (value) => (Array.isArray(value) ? value.length : undefined);
const atLeast = (size: number, limit: number) => size >= limit;
const atMost = (size: number, limit: number) => size <= limit;

const keywords: Readonly<Record<string, Keyword>> = {
  type: (given, value, field) => {
    const types = [given].flat().map(String);
    if (types.some((type) => isOf(type, value))) return undefined;
    return { field, value, expected: types.join(" or ") };
  },
  const: (given, value, field) => oneOf([given], value, field),
  enum: (given, value, field) => oneOf(listIn(given), value, field),
  minimum: bound(atLeast, number, "at least"),
  maximum: bound(atMost, number, "at most"),
  exclusiveMinimum: bound((size, limit) => size > limit, number, "more than"),
  exclusiveMaximum: bound((size, limit) => size < limit, number, "less than"),
  minLength: bound(atLeast, length, "a length of at least"),
  maxLength: bound(atMost, length, "a length of at most"),
  minItems: bound(atLeast, items, "a list of at least"),
  maxItems: bound(atMost, items, "a list of at most"),
  pattern: (given, value, field) =>
    typeof value !== "string" || new RegExp(String(given), "u").test(value)
      ? undefined
      : { field, value, expected: `text that matches ${String(given)}` },
  required: (given, value, field) => {
    const names = isFields(value) ? listIn(given).map(String) : [];
    const missing = names.find((name) => !Object.hasOwn(value as Fields, name));
    if (missing === undefined) return undefined;
    return { field: `${field}.${missing}`, value: undefined, expected: "a value" };
  },
  properties: (given, value, field) =>
    first(isFields(value) && isFields(given) ? Object.entries(given) : [], ([name, schema]) =>
      isFields(value) && Object.hasOwn(value, name)
        ? issueBy(schema, value[name], `${field}.${name}`)
        : undefined,
    ),
  additionalProperties: (given, value, field, { properties }) =>
    first(isFields(value) ? Object.entries(value) : [], ([name, inner]) =>
      isFields(properties) && Object.hasOwn(properties, name)
        ? undefined
        : issueBy(given, inner, `${field}.${name}`),
    ),
  items: (given, value, field) =>
    first(Array.isArray(value) ? [...value.entries()] : [], ([index, inner]) =>
      issueBy(given, inner, `${field}[${index}]`),
    ),
  allOf: (given, value, field) => first(listIn(given), (schema) => issueBy(schema, value, field)),
  anyOf: (given, value, field) => {
    const issues = listIn(given).map((schema) => issueBy(schema, value, field));
    if (issues.includes(undefined)) return undefined;
    const expected = issues.map((issue) => issue?.expected).join(", or ");
    return { field, value, expected };
  },
};

function isOf(type: string, value: unknown): boolean {
  if (type === "integer") return Number.isInteger(value);
  if (type === "array") return Array.isArray(value);
  if (type === "object") return isFields(value);
  return type === "null" ? value === null : typeof value === type;
}

function oneOf(values: readonly unknown[], value: unknown, field: string): Issue | undefined {
  const texts = values.map((one) => JSON.stringify(one));
  if (texts.includes(JSON.stringify(value))) return undefined;
  return { field, value, expected: texts.join(" or ") };
}

const listIn = (given: unknown): readonly unknown[] => (Array.isArray(given) ? given : []);

function first<T>(list: readonly T[], issueOf: (one: T) => Issue | undefined): Issue | undefined {
  for (const one of list) {
    const issue = issueOf(one);
    if (issue) return issue;
  }
  return undefined;
}
