import {
  BatchGetItemCommand,
  type BatchGetItemCommandOutput,
  GetItemCommand,
} from "@aws-sdk/client-dynamodb";
import { CorruptStateError } from "../codec/errors.ts";
import { type Access, toldAs } from "./access.ts";
import { Content, type MapKey } from "./content.ts";
import { TableNotFoundError, ThrottledError } from "./errors.ts";
import { type Head, type Item, partKey, readItem, sizeOf, type Stored } from "./item.ts";
import { unpack } from "./pack.ts";
import { unitsIn } from "./stats.ts";

/** A content and the version that it is. */
export interface Loaded<K extends MapKey, V> {
  readonly content: Content<K, V>;
  /** Absent when nothing is stored. */
  readonly head?: Head;
}

/** An item whose parts were replaced while they were read is read again, so often. */
const readings = 10;

/** What is stored now: one request, two when the content is in parts. */
export async function load<K extends MapKey, V>(access: Access): Promise<Loaded<K, V>> {
  return contentOf<K, V>(await loadItem(access), access);
}

/** The content of an item that was read, or that a refused write answered. */
export async function contentOf<K extends MapKey, V>(
  found: Stored | undefined,
  access: Access,
): Promise<Loaded<K, V>> {
  const { settings } = access;
  const whole = await wholeOf(found, access);
  if (!whole) return { content: Content.empty(settings) };
  return { content: Content.read(whole.text, settings), head: whole.head };
}

/** The text of an item, with that of its parts; none where nothing is stored. */
export async function wholeOf(
  found: Stored | undefined,
  access: Access,
): Promise<{ readonly text: string; readonly head: Head } | undefined> {
  let stored = found;
  for (let reading = 0; stored; reading++) {
    const text = await textOf(stored, access);
    if (text !== undefined) return { text, head: stored };
    const { version } = stored;
    stored = await loadItem(access);
    if (stored?.version === version || reading === readings)
      throw new CorruptStateError(`parts of the item "${access.place.tableKey}" are missing`);
  }
  return undefined;
}

/** The item's head and content as they are now. */
export async function loadItem(access: Access): Promise<Stored | undefined> {
  const { client, place, settings, tally } = access;
  const { tableName: TableName, keyFieldName, tableKey } = place;
  try {
    tally.gets++;
    const { Item, ConsumedCapacity } = await client.send(
      new GetItemCommand({
        TableName,
        Key: { [keyFieldName]: { S: tableKey } },
        ConsistentRead: true,
        ReturnConsumedCapacity: "TOTAL",
      }),
    );
    tally.readUnits += unitsIn(ConsumedCapacity);
    tally.bytesRead += sizeOf(Item ?? {});
    return Item && readItem(Item, place, settings.now());
  } catch (error) {
    throw await toldAs(missingTable(error, TableName), "content", access);
  }
}

/** A table that isn't there has a name of its own. */
export function missingTable(error: unknown, tableName: string): unknown {
  const isIt = error instanceof Error && error.name === "ResourceNotFoundException";
  return isIt ? new TableNotFoundError(tableName, error) : error;
}

/** Undefined when parts are missing: another writer has replaced them. */
async function textOf(stored: Stored, access: Access): Promise<string | undefined> {
  const { value, version, parts } = stored;
  const { characters } = access.settings.limits;
  if (typeof value === "string") return value;
  if (value !== undefined) return unpack(value, characters);
  const bytes = await loadParts(version, parts, access);
  return bytes && unpack(Buffer.concat(bytes), characters);
}

async function loadParts(version: string, count: number, access: Access) {
  const { place } = access;
  const keys = Array.from({ length: count }, (_, at) => partKey(place, version, at));
  const items = await getItems(keys, access);
  const byKey = new Map(items.map((item) => [item[place.keyFieldName]?.S, item]));
  const parts = keys.map((key) => byKey.get(key)?.[place.valueFieldName]?.B);
  return parts.every((part) => part !== undefined) ? parts : undefined;
}

/** One answer holds 16 MB at most; under load DynamoDB leaves keys to be asked for again. */
async function getItems(keys: readonly string[], access: Access): Promise<Item[]> {
  const { client, place, settings, tally } = access;
  const { tableName, keyFieldName } = place;
  const items: Item[] = [];
  let left: BatchGetItemCommandOutput["UnprocessedKeys"] = {
    [tableName]: { Keys: keys.map((S) => ({ [keyFieldName]: { S } })), ConsistentRead: true },
  };
  for (let attempt = 0; left && Object.keys(left).length > 0; attempt++) {
    if (attempt === settings.maxAttempts) throw new ThrottledError(tableName);
    if (attempt > 0) await settings.sleep(Math.min(1_000, 25 * 2 ** attempt) * settings.random());
    const answer = await getBatch(left, access);
    tally.readUnits += unitsIn(answer.ConsumedCapacity);
    const found = answer.Responses?.[tableName] ?? [];
    tally.bytesRead += found.reduce((sum, item) => sum + sizeOf(item), 0);
    items.push(...found);
    left = answer.UnprocessedKeys;
  }
  return items;

  async function getBatch(RequestItems: NonNullable<typeof left>, to: Access) {
    try {
      tally.gets++;
      return await client.send(
        new BatchGetItemCommand({ RequestItems, ReturnConsumedCapacity: "TOTAL" }),
      );
    } catch (error) {
      throw await toldAs(error, "content", to);
    }
  }
}
