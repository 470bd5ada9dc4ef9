import { type GetItemCommandInput, type GetItemCommandOutput } from "@aws-sdk/client-dynamodb";
import { consumed, readUnits } from "../capacity.ts";
import { acceptAll, checkKey } from "../checks.ts";
import { tableOf, type Database } from "../database.ts";
import { itemSize } from "../size.ts";
import { projectionOf } from "./projection.ts";

export function getItem(database: Database, input: GetItemCommandInput) {
  const table = tableOf(database, input.TableName);
  const shown = projectionOf(input);
  const key = acceptAll(input.Key ?? {});
  checkKey(table.schema, key);
  const consistent = input.ConsistentRead ?? false;
  const item = table.get(key, { consistent });
  const units = readUnits(item ? itemSize(item) : 0, consistent ? "consistent" : "eventual");
  return {
    Item: item && shown(item),
    ConsumedCapacity: consumed(input.ReturnConsumedCapacity, table.schema.name, {
      table: units,
      indexes: new Map(),
    }),
  } satisfies Partial<GetItemCommandOutput>;
}
