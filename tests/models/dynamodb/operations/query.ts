import { type QueryCommandInput } from "@aws-sdk/client-dynamodb";
import { acceptAll } from "../checks.ts";
import { tableOf, type Database } from "../database.ts";
import { validation } from "../errors.ts";
import { bind, type Bindings } from "../expressions/bindings.ts";
import { compile } from "../expressions/compile.ts";
import { type Condition, type Operand } from "../expressions/syntax.ts";
import { keyQuery } from "../key-condition.ts";
import { keyNames, type KeySchema } from "../schema.ts";
import { type Table } from "../table.ts";
import { type Item } from "../values.ts";
import { placeOf, type Entry } from "../view.ts";
import { span, type Span } from "./span.ts";
import { answerSearch, startKey } from "./search.ts";

export function query(database: Database, input: QueryCommandInput) {
  const table = tableOf(database, input.TableName);
  const { condition, key, ...shaping } = read(table, input);
  const { hash, range } = keyQuery(condition, key, shaping.bindings);
  const { view, now } = table.view(input.IndexName, input.ConsistentRead ?? false);
  const entries = view.partition(hash, now);
  const matching = span(entries, range, shaping.bindings);
  const start = startKey(table, input);
  const backwards = input.ScanIndexForward === false;
  const place = start && placeAfter(entries, table, key, start, backwards);
  const { from, to } = place === undefined ? matching : beyond(matching, place, backwards);
  const at = (step: number) => entries[backwards ? to - 1 - step : from + step];
  return answerSearch(table, input, { length: Math.max(0, to - from), at }, shaping);
}

function read(table: Table, input: QueryCommandInput) {
  const condition = compile.keyCondition(input.KeyConditionExpression);
  const filter = compile.filter(input.FilterExpression);
  const projection = compile.projection(input.ProjectionExpression);
  if (!condition) {
    throw validation(
      "Either the KeyConditions or KeyConditionExpression parameter must be specified in the request.",
    );
  }
  const { ExpressionAttributeNames, ExpressionAttributeValues: values } = input;
  const given = {
    ExpressionAttributeNames,
    ExpressionAttributeValues: values && acceptAll(values),
  };
  const bindings = bind(given, {
    KeyConditionExpression: condition,
    FilterExpression: filter,
    ProjectionExpression: projection,
  });
  const key = keyOf(table, input.IndexName);
  if (filter) refuseKeys(filter.tree, key, bindings);
  return { condition: condition.tree, key, filter, projection, bindings };
}

function keyOf(table: Table, index: string | undefined): KeySchema {
  if (index === undefined) return table.schema.key;
  const found = table.schema.indexes.get(index);
  if (!found) throw validation(`The table does not have the specified index: ${index}`);
  return found.key;
}

function refuseKeys(filter: Condition, key: KeySchema, bindings: Bindings): void {
  for (const operand of operands(filter)) {
    if (operand.kind !== "path") continue;
    const [head] = bindings.path(operand);
    if (!keyNames(key).includes(String(head))) continue;
    throw validation(
      `Filter Expression can only contain non-primary key attributes: Primary key attribute: ${head}`,
    );
  }
}

function operands(condition: Condition): Operand[] {
  switch (condition.kind) {
    case "and":
    case "or":
      return [...operands(condition.left), ...operands(condition.right)];
    case "not":
      return operands(condition.condition);
    case "compare":
      return [condition.left, condition.right];
    case "between":
      return [condition.operand, condition.low, condition.high];
    case "in":
      return [condition.operand, ...condition.choices];
    default:
      return [condition.path, ...(condition.operand ? [condition.operand] : [])];
  }
}

/** Where a page goes on after the start key, whether that one is still there or not. */
function placeAfter(
  entries: readonly Entry[],
  table: Table,
  key: KeySchema,
  start: Item,
  backwards: boolean,
): number {
  const id = table.id(start);
  const range = key.range === undefined ? undefined : start[key.range];
  const place = placeOf(entries, { id, range });
  return !backwards && entries[place]?.id === id ? place + 1 : place;
}

const beyond = ({ from, to }: Span, place: number, backwards: boolean): Span =>
  backwards ? { from, to: Math.min(to, place) } : { from: Math.max(from, place), to };
