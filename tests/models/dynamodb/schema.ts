import {
  type AttributeDefinition,
  type CreateTableCommandInput,
  type KeySchemaElement,
  type Projection,
} from "@aws-sdk/client-dynamodb";
import { validation } from "./errors.ts";

/** The attributes that identify and sort: names, and their types. */
export interface KeySchema {
  readonly hash: string;
  readonly range?: string | undefined;
}
export interface IndexSchema {
  readonly name: string;
  readonly key: KeySchema;
  readonly global: boolean;
  /** The attributes it holds; `undefined` for all. */
  readonly attributes: ReadonlySet<string> | undefined;
}
export interface TableSchema {
  readonly name: string;
  readonly key: KeySchema;
  readonly types: ReadonlyMap<string, string>;
  readonly indexes: ReadonlyMap<string, IndexSchema>;
}

/** Reads a table's definition; refuses one whose keys aren't declared, or that declares others. */
export function tableSchema(input: CreateTableCommandInput): TableSchema {
  const key = keySchema(input.KeySchema ?? []);
  const indexes = [
    ...(input.GlobalSecondaryIndexes ?? []).map((index) => ({ ...index, global: true })),
    ...(input.LocalSecondaryIndexes ?? []).map((index) => ({ ...index, global: false })),
  ].map(({ IndexName = "", KeySchema = [], Projection: projection, global }) => {
    const own = keySchema(KeySchema);
    return { name: IndexName, key: own, global, attributes: held(projection, key, own) };
  });
  const types = typesOf(input.AttributeDefinitions ?? []);
  checkDeclared(types, [key, ...indexes.map((index) => index.key)]);
  const byName = new Map(indexes.map((index) => [index.name, index]));
  return { name: input.TableName ?? "", key, types, indexes: byName };
}

/** The attributes of a key, hash first. */
export function keyNames({ hash, range }: KeySchema): string[] {
  return range === undefined ? [hash] : [hash, range];
}

function keySchema(elements: readonly KeySchemaElement[]): KeySchema {
  const named = (type: string) => elements.find(({ KeyType }) => KeyType === type)?.AttributeName;
  const hash = named("HASH");
  if (!hash)
    throw validation("Invalid KeySchema: The first KeySchemaElement is not a HASH key type");
  return { hash, range: named("RANGE") };
}

function held(projection: Projection | undefined, table: KeySchema, index: KeySchema) {
  if (!projection || projection.ProjectionType === "ALL") return undefined;
  const included = projection.ProjectionType === "INCLUDE" ? projection.NonKeyAttributes : [];
  return new Set([...keyNames(table), ...keyNames(index), ...(included ?? [])]);
}

function typesOf(definitions: readonly AttributeDefinition[]) {
  return new Map(
    definitions.map(({ AttributeName = "", AttributeType = "" }) => [AttributeName, AttributeType]),
  );
}

function checkDeclared(types: ReadonlyMap<string, string>, keys: readonly KeySchema[]): void {
  const needed = new Set(keys.flatMap(keyNames));
  if (needed.size === types.size && [...needed].every((name) => types.has(name))) return;
  throw validation(
    "One or more parameter values were invalid: Some AttributeDefinitions are not used, or some index key attributes are not defined. " +
      `AttributeDefinitions: [${[...types.keys()].join(", ")}], keys used: [${[...needed].join(", ")}]`,
  );
}
