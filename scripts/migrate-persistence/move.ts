import { mkdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import {
  type DynamoDBClient,
  GetItemCommand,
  type TransactWriteItem,
  TransactWriteItemsCommand,
} from "@aws-sdk/client-dynamodb";
import { dynamoDBClient } from "@switchyard/core/aws/clients/dynamodb.ts";
import { codecLimits } from "@switchyard/core/state/codec.ts";
import { type Access, toldAs } from "@switchyard/core/state/persistent-map/access.ts";
import { Content, type MapKey } from "@switchyard/core/state/persistent-map/content.ts";
import {
  type Item,
  readItem,
  roomFor,
  sizeOf,
  writeItems,
} from "@switchyard/core/state/persistent-map/item.ts";
import { contentOf, missingTable } from "@switchyard/core/state/persistent-map/load.ts";
import { itemLimit, pack } from "@switchyard/core/state/persistent-map/pack.ts";
import { resolveSettings } from "@switchyard/core/state/persistent-map/settings.ts";
import { newTally } from "@switchyard/core/state/persistent-map/stats.ts";
import { type Decision, decide, type Found, sha256Of } from "./decide.ts";
import type { Exported } from "./export-lines.ts";

export interface Target {
  /** Default: where the items came from. */
  readonly table?: string;
  /** Of one item. */
  readonly key?: string;
  readonly mayReplace: boolean;
  /** A folder for the pickles that are replaced. Default: items beside them. */
  readonly backup?: string;
  /** Whether to write; else only to look. */
  readonly write: boolean;
  readonly client?: Pick<DynamoDBClient, "send">;
  readonly newToken?: () => string;
}

/** What became of one item, or would. */
export interface Moved {
  readonly item: string;
  readonly state:
    | "to write"
    | "written"
    | "to replace"
    | "replaced"
    | "there"
    | "refused"
    | "failed";
  readonly reason?: string;
}

/**
 * Writes one exported content in PersistentMap's format. What is there is only ever replaced when
 * it is the very pickle that was exported, in one transaction that keeps a copy of it.
 *
 * Throws `InvalidSettingsError`, `UnstorableValueError`, `MissingPermissionsError`,
 * `TableNotFoundError` and what DynamoDB throws; then nothing was changed, or a second run tells.
 */
export async function move(exported: Exported, target: Target): Promise<Moved> {
  const access = accessTo(exported, target);
  const { tableName, tableKey } = access.place;
  const isElsewhere = tableName !== exported.table || tableKey !== exported.key;
  const { text } = contentFrom(exported, access);
  const wanted = { ...exported, text, isElsewhere, mayReplace: target.mayReplace };
  const decision = decide(wanted, await look(exported.sha256, access));
  const item = `${tableName} ${tableKey}`;
  switch (decision.kind) {
    case "there":
      return { item, state: "there" };
    case "refuse":
      return { item, state: "refused", reason: decision.reason };
    default:
      return { item, ...(await carryOut(decision, text, target, access)) };
  }
}

function accessTo({ table, key, keyField, valueField }: Exported, target: Target): Access {
  const { client = dynamoDBClient(), newToken } = target;
  const names = { keyFieldName: keyField, valueFieldName: valueField };
  const place = { tableName: target.table ?? table, tableKey: target.key ?? key, ...names };
  // The places are the export's and the command's: a variable for one map would send all there.
  const resolved = resolveSettings({ ...place, newToken }, {});
  const settings = { ...resolved, classes: [], limits: codecLimits };
  return { client, place: settings, settings, tally: newTally() };
}

function contentFrom({ entries }: Exported, { settings }: Access): Content<MapKey, unknown> {
  const content = Content.empty<MapKey, unknown>(settings);
  for (const [key, value] of entries) content.set(key, value);
  return content;
}

async function look(sha256: string, access: Access): Promise<Found> {
  const { place, settings } = access;
  const item = await get(place.tableKey, access);
  const pickled = item && !item["version"] && item[place.valueFieldName]?.B;
  if (pickled) return { kind: "pickle", bytes: pickled };
  const stored = item && readItem(item, place, settings.now());
  if (!stored) return { kind: "nothing" };
  const { content } = await contentOf(stored, access);
  const copy = (await get(copyKey(place.tableKey), access))?.[place.valueFieldName]?.B;
  return { kind: "map", text: content.text, isMoved: !!copy && sha256Of(copy) === sha256 };
}

async function get(key: string, access: Access): Promise<Item | undefined> {
  const { tableName: TableName, keyFieldName } = access.place;
  const Key = { [keyFieldName]: { S: key } };
  try {
    const asked = new GetItemCommand({ TableName, Key, ConsistentRead: true });
    return (await access.client.send(asked)).Item;
  } catch (error) {
    throw await toldAs(missingTable(error, TableName), "content", access);
  }
}

async function carryOut(
  decision: Extract<Decision, { kind: "write" | "replace" }>,
  text: string,
  { write, backup }: Target,
  access: Access,
): Promise<Omit<Moved, "item">> {
  const pickled = decision.kind === "replace" ? decision.pickled : undefined;
  const copy = pickled && !backup ? copyOf(pickled, access) : undefined;
  if (copy && sizeOf(copy) > itemLimit)
    return { state: "refused", reason: "a copy would be larger than an item; use --backup" };
  if (!write) return { state: pickled ? "to replace" : "to write" };
  if (pickled && backup) await keepFile(pickled, backup);
  const isDone = await put(text, pickled, copy, access);
  if (isDone) return { state: pickled ? "replaced" : "written" };
  return { state: "refused", reason: "it was changed meanwhile; look again" };
}

/** Whether it was written: all of it, or nothing. */
async function put(
  text: string,
  pickled: Uint8Array | undefined,
  copy: Item | undefined,
  access: Access,
): Promise<boolean> {
  const { client, place, settings } = access;
  const { tableName: TableName, tableKey } = place;
  const version = settings.newToken();
  const head = { version, writes: [version], leftovers: [] };
  const packed = pack(text, roomFor(head, undefined, place));
  const { main, parts } = writeItems(head, packed, undefined, place);
  const TransactItems: TransactWriteItem[] = [
    { Put: { TableName, Item: main, ...only(pickled, access) } },
    ...parts.map((Item) => ({ Put: { TableName, Item } })),
    ...(copy ? [{ Put: { TableName, Item: copy, ...freeOrSame(copy, access) } }] : []),
  ];
  try {
    await client.send(new TransactWriteItemsCommand({ TransactItems }));
    return true;
  } catch (error) {
    // An answer that was lost, or a second try that was refused because of the first.
    if ((await get(tableKey, access))?.["version"]?.S === version) return true;
    if (error instanceof Error && error.name === "TransactionCanceledException") return false;
    throw await toldAs(error, "content", access);
  }
}

/** On the condition that there is that very pickle; or nothing, or what has expired. */
function only(pickled: Uint8Array | undefined, { place, settings }: Access) {
  if (pickled)
    return {
      ConditionExpression: "#value = :pickled AND attribute_not_exists(#version)",
      ExpressionAttributeNames: { "#value": place.valueFieldName, "#version": "version" },
      ExpressionAttributeValues: { ":pickled": { B: pickled } },
    };
  return {
    ConditionExpression: "attribute_not_exists(#key) OR #expires <= :now",
    ExpressionAttributeNames: { "#key": place.keyFieldName, "#expires": "expires" },
    ExpressionAttributeValues: { ":now": { N: String(Math.floor(settings.now() / 1000)) } },
  };
}

function freeOrSame(copy: Item, { place }: Access) {
  return {
    ConditionExpression: "attribute_not_exists(#key) OR #value = :pickled",
    ExpressionAttributeNames: { "#key": place.keyFieldName, "#value": place.valueFieldName },
    ExpressionAttributeValues: {
      ":pickled": { B: copy[place.valueFieldName]?.B ?? new Uint8Array() },
    },
  };
}

/** No function's name has a `#`. */
const copyKey = (tableKey: string) => `${tableKey}#pickled`;

const copyOf = (pickled: Uint8Array, { place }: Access): Item => ({
  [place.keyFieldName]: { S: copyKey(place.tableKey) },
  [place.valueFieldName]: { B: pickled },
  pickled_by: { S: "aws-lambda-persistence" },
});

/** Named by what is in it, so that one that is there already is the same. */
async function keepFile(pickled: Uint8Array, folder: string): Promise<void> {
  const file = path.join(folder, `${sha256Of(pickled)}.pickle`);
  await mkdir(folder, { recursive: true });
  try {
    await writeFile(file, pickled, { flag: "wx", flush: true });
  } catch (error) {
    const isThere = (error as NodeJS.ErrnoException).code === "EEXIST";
    // One that a former run couldn't finish is written anew.
    if (!isThere) throw error;
    if (sha256Of(await readFile(file)) !== sha256Of(pickled))
      await writeFile(file, pickled, { flush: true });
  }
}
