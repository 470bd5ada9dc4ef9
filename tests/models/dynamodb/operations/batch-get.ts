import {
  type BatchGetItemCommandInput,
  type BatchGetItemCommandOutput,
  type ConsumedCapacity,
  type KeysAndAttributes,
} from "@aws-sdk/client-dynamodb";
import { consumed, readUnits } from "../capacity.ts";
import { acceptAll, checkKey } from "../checks.ts";
import { tableOf, type Database } from "../database.ts";
import { validation } from "../errors.ts";
import { itemSize } from "../size.ts";
import { type Item } from "../values.ts";
import { projectionOf } from "./projection.ts";

const most = { keys: 100, bytes: 16 * 1024 * 1024 };

export function batchGetItem(database: Database, input: BatchGetItemCommandInput) {
  const requests = Object.entries(input.RequestItems ?? {});
  const count = requests.reduce((sum, [, { Keys }]) => sum + (Keys?.length ?? 0), 0);
  if (count === 0) throw validation("The batch get request list for a table cannot be empty");
  if (count > most.keys) throw validation("Too many items requested for the BatchGetItem call");
  const Responses: Record<string, Item[]> = {};
  const UnprocessedKeys: Record<string, KeysAndAttributes> = {};
  const ConsumedCapacity: ConsumedCapacity[] = [];
  let room = most.bytes;
  for (const [name, request] of requests) {
    const { found, left, bytes, units } = readAll(database, name, request, room);
    room -= bytes;
    Responses[name] = found;
    if (left.length > 0) UnprocessedKeys[name] = { ...request, Keys: left };
    const used = consumed(input.ReturnConsumedCapacity, name, { table: units, indexes: new Map() });
    if (used) ConsumedCapacity.push(used);
  }
  return {
    Responses,
    UnprocessedKeys,
    ...(ConsumedCapacity.length > 0 && { ConsumedCapacity }),
  } satisfies Partial<BatchGetItemCommandOutput>;
}

function readAll(database: Database, name: string, request: KeysAndAttributes, room: number) {
  const table = tableOf(database, name);
  const shown = projectionOf(request);
  const consistent = request.ConsistentRead ?? false;
  const keys = (request.Keys ?? []).map((key) => acceptAll(key));
  for (const key of keys) checkKey(table.schema, key);
  if (new Set(keys.map((key) => table.id(key))).size < keys.length) {
    throw validation("Provided list of item keys contains duplicates");
  }
  const found: Item[] = [];
  const left: Item[] = [];
  let [bytes, units] = [0, 0];
  for (const key of keys) {
    const item = table.get(key, { consistent });
    const size = item ? itemSize(item) : 0;
    if (bytes + size > room || database.context.random.chance(database.options.unprocessed)) {
      left.push(key);
      continue;
    }
    bytes += size;
    units += readUnits(size, consistent ? "consistent" : "eventual");
    if (item) found.push(shown(item));
  }
  return { found: database.context.random.shuffle(found), left, bytes, units };
}
