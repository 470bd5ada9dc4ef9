import {
  type CreateTableCommandInput,
  type DescribeTableCommandInput,
  type KeySchemaElement,
  type TableDescription,
} from "@aws-sdk/client-dynamodb";
import { tableOf, type Database } from "../database.ts";
import { tableExists, validation } from "../errors.ts";
import { tableSchema, type KeySchema } from "../schema.ts";
import { trusted } from "../../trusted.ts";
import { Table } from "../table.ts";

/** Makes a table that is at once active. */
export function createTable(database: Database, input: CreateTableCommandInput) {
  const name = input.TableName ?? "";
  if (!/^[\w.-]{3,255}$/.test(name)) {
    throw validation("TableName must be 3 to 255 characters of a-z, A-Z, 0-9, _, - and .");
  }
  if (database.tables.has(name)) throw tableExists(name);
  const table = new Table(tableSchema(input), database.context, database.options.lags);
  database.tables.set(name, table);
  return { TableDescription: description(table) };
}

export function describeTable(database: Database, { TableName }: DescribeTableCommandInput) {
  return { Table: description(tableOf(database, TableName)) };
}

export function deleteTable(database: Database, { TableName }: DescribeTableCommandInput) {
  const table = tableOf(database, TableName);
  database.tables.delete(table.schema.name);
  return { TableDescription: { ...description(table), TableStatus: "DELETING" as const } };
}

function description({ schema, size }: Table): TableDescription {
  const { name, key, types } = schema;
  const indexes = [...schema.indexes.values()].map((index) => ({
    global: index.global,
    IndexName: index.name,
    KeySchema: elements(index.key),
  }));
  return {
    TableName: name,
    TableArn: `arn:aws:dynamodb:us-east-1:000000000000:table/${name}`,
    TableStatus: "ACTIVE",
    ItemCount: size,
    KeySchema: elements(key),
    AttributeDefinitions: [...types].map(([AttributeName, type]) => ({
      AttributeName,
      AttributeType: trusted(type),
    })),
    GlobalSecondaryIndexes: indexes
      .filter(({ global }) => global)
      .map(({ IndexName, KeySchema }) => ({ IndexName, KeySchema, IndexStatus: "ACTIVE" })),
    LocalSecondaryIndexes: indexes
      .filter(({ global }) => !global)
      .map(({ IndexName, KeySchema }) => ({ IndexName, KeySchema })),
  };
}

function elements({ hash, range }: KeySchema): KeySchemaElement[] {
  const first: KeySchemaElement = { AttributeName: hash, KeyType: "HASH" };
  return range === undefined ? [first] : [first, { AttributeName: range, KeyType: "RANGE" }];
}
