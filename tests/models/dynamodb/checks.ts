import { type AttributeValue } from "@aws-sdk/client-dynamodb";
import { normaliseNumber } from "./decimal.ts";
import { validation } from "./errors.ts";
import { keyNames, type TableSchema } from "./schema.ts";
import { setMembers, typeOf, type Item } from "./values.ts";

/** A value that came in a request, its numbers in plain form. Refuses what can't be stored. */
export function accept(value: AttributeValue, depth = 0): AttributeValue {
  if (depth > 32) throw validation("Nesting Levels have exceeded supported limits");
  if (value.S !== undefined) return value;
  if (value.N !== undefined) {
    const plain = accepted(value.N);
    return plain === value.N ? value : { N: plain };
  }
  if (value.L) return { L: value.L.map((member) => accept(member, depth + 1)) };
  if (value.M) return { M: acceptAll(value.M, depth + 1) };
  if (value.NS) return checkSet({ NS: value.NS.map(accepted) });
  if (value.SS ?? value.BS) return checkSet(value);
  if (typeOf(value) === undefined)
    throw validation(
      "Supplied AttributeValue is empty, must contain exactly one of the supported datatypes",
    );
  return value;
}

/** The same for a whole item, or a request's values. */
export function acceptAll(item: Item, depth = 0): Item {
  const all: Item = {};
  for (const name of Object.keys(item)) {
    const value = item[name];
    if (value) all[name] = accept(value, depth);
  }
  return all;
}

/** A request's key: exactly the table's key attributes, of their types, none empty. */
export function checkKey(schema: TableSchema, key: Item): void {
  const names = keyNames(schema.key);
  if (names.length !== Object.keys(key).length) {
    throw validation("The number of conditions on the keys is invalid");
  }
  if (names.some((name) => !hasType(schema, name, key[name]))) {
    throw validation("The provided key element does not match the schema");
  }
  for (const name of names) refuseEmpty(name, key[name]);
}

/** An item to be stored: its keys, and those of the indexes it belongs to, have their types. */
export function checkItem(schema: TableSchema, item: Item): void {
  for (const name of keyNames(schema.key)) {
    const value = item[name];
    if (!value) throw invalid(`Missing the key ${name} in the item`);
    if (!hasType(schema, name, value)) throw mismatch("Type mismatch for key", schema, name, value);
    refuseEmpty(name, value);
  }
  for (const index of schema.indexes.values()) {
    for (const name of keyNames(index.key)) checkIndexKey(schema, index.name, name, item[name]);
  }
}

function checkIndexKey(
  schema: TableSchema,
  index: string,
  name: string,
  value: AttributeValue | undefined,
): void {
  if (!value) return;
  if (!hasType(schema, name, value)) {
    throw mismatch(`Type mismatch for Index Key`, schema, name, value, ` IndexName: ${index}`);
  }
  if (isEmpty(value)) {
    throw invalid(
      `The AttributeValue for a key attribute cannot contain an empty string value. IndexName: ${index}, IndexKey: ${name}`,
    );
  }
}

function accepted(number: string): string {
  const plain = normaliseNumber(number);
  if (plain !== undefined) return plain;
  throw validation(`The parameter cannot be converted to a numeric value: ${number}`);
}

function checkSet(set: AttributeValue): AttributeValue {
  const members = setMembers(set).map((member) => JSON.stringify(member));
  if (members.length === 0) throw invalid("An set  may not be empty");
  if (new Set(members).size < members.length) throw invalid("Input collection contains duplicates");
  return set;
}

function refuseEmpty(name: string, value: AttributeValue | undefined): void {
  if (!value || !isEmpty(value)) return;
  throw invalid(
    `The AttributeValue for a key attribute cannot contain an empty string value. Key: ${name}`,
  );
}

function isEmpty({ S, B }: AttributeValue): boolean {
  return S === "" || B?.byteLength === 0;
}

function hasType(schema: TableSchema, name: string, value: AttributeValue | undefined): boolean {
  return value !== undefined && typeOf(value) === schema.types.get(name);
}

function mismatch(
  what: string,
  schema: TableSchema,
  name: string,
  value: AttributeValue,
  more = "",
) {
  return invalid(
    `${what} ${name} expected: ${schema.types.get(name)} actual: ${typeOf(value)}${more}`,
  );
}

function invalid(message: string) {
  return validation(`One or more parameter values were invalid: ${message}`);
}
