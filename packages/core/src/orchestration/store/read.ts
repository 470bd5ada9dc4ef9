import { BatchGetCommand, GetCommand, QueryCommand } from "@aws-sdk/lib-dynamodb";
import { namesIn, type Condition } from "../../aws/expressions.ts";
import { backOff } from "../../state/writes/backoff.ts";
import { TransactionBusyError } from "../errors.ts";
import { renamed, type Key, type TableRole } from "../tables.ts";
import { readerOf } from "./as-read.ts";
import { type Store } from "./store.ts";
import { tableOf, type Row } from "./write.ts";

export interface Range {
  readonly table: TableRole;
  readonly index?: string;
  /** Like `#labourer_id = :labourer AND #greenfield <= :start`. */
  readonly where: Condition;
  readonly filter?: Condition;
  readonly descending?: boolean;
  readonly consistent?: boolean;
  /** Rows at most; without it, all there are. */
  readonly limit?: number;
  /** Attributes wanted; without it, all. */
  readonly only?: readonly string[];
  /** Goes on after the row that was the last before. */
  readonly after?: Row;
}

/** One row, read consistently. */
export async function getRow(role: TableRole, key: Key, store: Store): Promise<Row | undefined> {
  const { table, fields } = tableOf(role, store);
  const command = new GetCommand({
    TableName: table,
    Key: renamed(key, fields),
    ConsistentRead: true,
  });
  const { Item } = await store.db.send(command);
  return Item && readerOf(fields)(Item);
}

/** Many rows by their keys, read consistently, 100 a request; those that aren't there are missing. */
export async function getRows(role: TableRole, keys: readonly Key[], store: Store): Promise<Row[]> {
  const { table, fields } = tableOf(role, store);
  const read = readerOf(fields);
  const found: Row[] = [];
  let wanted: Row[] = keys.map((key) => renamed(key, fields));
  for (let attempt = 0; wanted.length > 0;) {
    const Keys = wanted.slice(0, 100);
    const command = new BatchGetCommand({
      RequestItems: { [table]: { Keys, ConsistentRead: true } },
    });
    const { Responses, UnprocessedKeys } = await store.db.send(command);
    const rows = Responses?.[table] ?? [];
    found.push(...rows.map(read));
    const unprocessed = UnprocessedKeys?.[table]?.Keys ?? [];
    wanted = [...unprocessed, ...wanted.slice(100)];
    if (unprocessed.length === 0) continue;
    if (++attempt > 12) throw new TransactionBusyError(attempt, "unprocessed keys");
    await backOff(store, attempt);
  }
  return found;
}

/** The rows of a range, page by page as they are asked for. */
export async function* rowsOf(range: Range, store: Store): AsyncGenerator<Row> {
  let left = range.limit ?? Infinity;
  for await (const rows of pagesOf(range, store)) {
    for (const row of rows) {
      if (left-- <= 0) return;
      yield row;
    }
    if (left <= 0) return;
  }
}

/** The same, a page (at most 1 MB) at a time. */
export async function* pagesOf(range: Range, store: Store): AsyncGenerator<Row[]> {
  const { fields } = tableOf(range.table, store);
  const read = readerOf(fields);
  let ExclusiveStartKey = range.after && renamed(range.after, fields);
  do {
    const command = new QueryCommand({ ...queryOf(range, store), ExclusiveStartKey });
    const { Items = [], LastEvaluatedKey } = await store.db.send(command);
    yield Items.map(read);
    ExclusiveStartKey = LastEvaluatedKey;
  } while (ExclusiveStartKey);
}

/** How many rows a range has, counted up to `most`: a long queue costs no more than that. */
export async function countOf(range: Range, most: number, store: Store): Promise<number> {
  let count = 0;
  let ExclusiveStartKey: Row | undefined;
  do {
    const command = new QueryCommand({
      ...queryOf({ ...range, limit: most - count }, store),
      Select: "COUNT",
      ExclusiveStartKey,
    });
    const { Count = 0, LastEvaluatedKey } = await store.db.send(command);
    count += Count;
    ExclusiveStartKey = LastEvaluatedKey;
  } while (ExclusiveStartKey && count < most);
  return count;
}

/** The query's parameters. A filter leaves rows out after `Limit`, so it is not sent with one. Pure. */
export function queryOf(range: Range, store: Store) {
  const { table, fields } = tableOf(range.table, store);
  const { where, filter, only, limit } = range;
  const projection = only?.map((name) => `#${name}`).join(", ");
  const text = [where.expression, filter?.expression, projection].join(" ");
  return {
    TableName: table,
    ...(range.index && { IndexName: range.index }),
    KeyConditionExpression: where.expression,
    ...(filter && { FilterExpression: filter.expression }),
    ...(projection && { ProjectionExpression: projection }),
    ExpressionAttributeNames: namesIn(text, fields),
    ExpressionAttributeValues: { ...where.values, ...filter?.values },
    ScanIndexForward: !range.descending,
    ...(range.consistent && { ConsistentRead: true }),
    ...(limit !== undefined && !filter && { Limit: limit }),
  };
}
