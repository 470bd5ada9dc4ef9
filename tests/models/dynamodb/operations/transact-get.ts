import {
  type ItemResponse,
  type TransactGetItemsCommandInput,
  type TransactGetItemsCommandOutput,
} from "@aws-sdk/client-dynamodb";
import { consumed, readUnits } from "../capacity.ts";
import { acceptAll, checkKey } from "../checks.ts";
import { tableOf, type Database } from "../database.ts";
import { validation } from "../errors.ts";
import { itemSize } from "../size.ts";
import { projectionOf } from "./projection.ts";

/** Reads up to 100 items as they are at one instant. */
export function transactGetItems(database: Database, input: TransactGetItemsCommandInput) {
  const actions = input.TransactItems ?? [];
  if (actions.length === 0 || actions.length > 100) {
    throw validation("Member must have length less than or equal to 100 and at least 1");
  }
  const units = new Map<string, number>();
  const seen = new Set<string>();
  const Responses = actions.map(({ Get }): ItemResponse => {
    const table = tableOf(database, Get?.TableName);
    const shown = projectionOf(Get ?? {});
    const key = acceptAll(Get?.Key ?? {});
    checkKey(table.schema, key);
    const { name } = table.schema;
    if (seen.has(`${name}|${table.id(key)}`)) {
      throw validation("Transaction request cannot include multiple operations on one item");
    }
    seen.add(`${name}|${table.id(key)}`);
    const item = table.get(key);
    const read = readUnits(item ? itemSize(item) : 0, "transaction");
    units.set(name, (units.get(name) ?? 0) + read);
    return item ? { Item: shown(item) } : {};
  });
  const ConsumedCapacity = [...units].flatMap(
    ([name, table]) =>
      consumed(input.ReturnConsumedCapacity, name, { table, indexes: new Map() }) ?? [],
  );
  return {
    Responses,
    ...(ConsumedCapacity.length > 0 && { ConsumedCapacity }),
  } satisfies Partial<TransactGetItemsCommandOutput>;
}
