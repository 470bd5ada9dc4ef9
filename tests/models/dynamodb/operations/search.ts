import { type QueryCommandInput, type Select } from "@aws-sdk/client-dynamodb";
import { consumed, readUnits } from "../capacity.ts";
import { acceptAll } from "../checks.ts";
import { validation } from "../errors.ts";
import { type Bindings } from "../expressions/bindings.ts";
import { holds } from "../expressions/evaluate.ts";
import { refuseOverlap } from "../expressions/overlap.ts";
import { project } from "../expressions/project.ts";
import { type Condition, type Parsed, type PathNode } from "../expressions/syntax.ts";
import { type KeySchema } from "../schema.ts";
import { type Table } from "../table.ts";
import { type Item } from "../values.ts";
import { type Entries, pageOf, startNames } from "./page.ts";

/** What a query and a scan have in common. */
export type Search = Pick<
  QueryCommandInput,
  | "IndexName"
  | "Limit"
  | "Select"
  | "ConsistentRead"
  | "ExclusiveStartKey"
  | "ReturnConsumedCapacity"
>;
export interface Shaping {
  readonly filter: Parsed<Condition> | undefined;
  readonly projection: Parsed<readonly PathNode[]> | undefined;
  readonly bindings: Bindings;
}

/** Pages through entries that are already in order and past the start key; filters, then projects. */
export function answerSearch(
  table: Table,
  input: Search,
  entries: Entries,
  { filter, projection, bindings }: Shaping,
) {
  if (input.Limit !== undefined && input.Limit < 1) {
    throw validation("Limit must be greater than or equal to 1");
  }
  const { entries: page, bytes, lastKey } = pageOf(entries, input.Limit, searchKeys(table, input));
  const found = page.filter(({ item }) => !filter || holds(filter.tree, item, bindings));
  const paths = projection?.tree.map((path) => bindings.path(path));
  if (paths) refuseOverlap("ProjectionExpression", paths);
  const shown = found.map(({ item }) => (paths ? project(item, paths) : item));
  const units = readUnits(bytes, input.ConsistentRead ? "consistent" : "eventual");
  return {
    ...(countsOnly(input.Select) ? {} : { Items: shown }),
    Count: found.length,
    ScannedCount: page.length,
    ...(lastKey && { LastEvaluatedKey: lastKey }),
    ConsumedCapacity: consumedBySearch(table, input, units),
  };
}

/** The key schemas a page's start key is made of: the table's, and the index's. */
export function searchKeys(table: Table, { IndexName }: Search): KeySchema[] {
  const index = IndexName === undefined ? undefined : table.schema.indexes.get(IndexName);
  return index ? [table.schema.key, index.key] : [table.schema.key];
}

/** A start key must have exactly the attributes of the last page's. */
export function startKey(table: Table, input: Search): Item | undefined {
  if (!input.ExclusiveStartKey) return undefined;
  const key = acceptAll(input.ExclusiveStartKey);
  const names = startNames(searchKeys(table, input));
  const matches = names.length === Object.keys(key).length && names.every((name) => key[name]);
  if (!matches) throw validation("The provided starting key is invalid");
  return key;
}

function countsOnly(select: Select | undefined): boolean {
  return select === "COUNT";
}

function consumedBySearch(table: Table, input: Search, units: number) {
  const asked = input.ReturnConsumedCapacity;
  if (input.IndexName === undefined) {
    return consumed(asked, table.schema.name, { table: units, indexes: new Map() });
  }
  const indexes = new Map([[input.IndexName, units]]);
  return consumed(asked, table.schema.name, { table: 0, indexes });
}
