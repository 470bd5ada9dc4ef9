import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import { CorruptStateError } from "../codec/errors.ts";
import { PickledContentError } from "./errors.ts";
import { itemLimit, type Packed, type Room } from "./pack.ts";
import type { Settings } from "./settings.ts";

export type Item = Record<string, AttributeValue>;

/** Where an item is, and what its fields are called. */
export type Place = Pick<Settings, "tableName" | "tableKey" | "keyFieldName" | "valueFieldName">;

/** What an item says beside its content. */
export interface Head {
  /** The token of the write that made it so. */
  readonly version: string;
  /** The last writes' tokens, newest first, that of `version` included. */
  readonly writes: readonly string[];
  /** How many parts hold the content; 0 when the item does. */
  readonly parts: number;
  /** Parts of former contents that may still be there. */
  readonly leftovers: readonly Leftover[];
}

export interface Leftover {
  readonly version: string;
  readonly parts: number;
}

export interface Stored extends Head {
  /** Absent when parts hold it. */
  readonly value?: string | Uint8Array;
}

/** How many writes an item remembers. */
export const remembered = 16;

/**
 * What an item holds; `undefined` when it has expired. Throws `PickledContentError` for Python's,
 * `CorruptStateError` for what this library can't have written. Pure.
 */
export function readItem(item: Item, place: Place, now: number): Stored | undefined {
  const value = item[place.valueFieldName];
  const version = item["version"]?.S;
  if (version === undefined) {
    if (value?.B) throw new PickledContentError(place.tableName, place.tableKey);
    throw new CorruptStateError(`the item "${place.tableKey}" isn't a PersistentMap's`);
  }
  const expires = Number(item["expires"]?.N ?? Number.POSITIVE_INFINITY);
  if (expires * 1000 <= now) return undefined;
  const parts = Number(item["parts"]?.S ?? 0);
  const found = value?.S ?? value?.B;
  if (
    !Number.isInteger(parts) ||
    parts < 0 ||
    parts > 100 ||
    (parts === 0) !== (found !== undefined)
  )
    throw new CorruptStateError(`the item "${place.tableKey}" has no content`);
  const leftovers = stringsIn(item["leftovers"]).map(readLeftover);
  return { version, writes: stringsIn(item["writes"]), parts, leftovers, value: found };
}

/** An item and its parts, as they are written. */
export interface Items {
  readonly main: Item;
  readonly parts: readonly Item[];
}

/** The item and its parts as they are to be written. Pure. */
export function writeItems(
  head: Omit<Head, "parts">,
  packed: Packed,
  expires: number | undefined,
  place: Place,
): Items {
  const { keyFieldName, valueFieldName, tableKey } = place;
  const ends: Item = expires === undefined ? {} : { expires: { N: String(expires) } };
  const main: Item = {
    [keyFieldName]: { S: tableKey },
    version: { S: head.version },
    writes: listOf(head.writes),
    ...(head.leftovers.length > 0 && {
      leftovers: listOf(head.leftovers.map(({ version, parts }) => `${version}/${parts}`)),
    }),
    ...ends,
  };
  if (packed.kind !== "parts") {
    const value: AttributeValue = packed.kind === "text" ? { S: packed.text } : { B: packed.bytes };
    return { main: { ...main, [valueFieldName]: value }, parts: [] };
  }
  const parts = packed.parts.map((bytes, at): Item => ({
    [keyFieldName]: { S: partKey(place, head.version, at) },
    [valueFieldName]: { B: bytes },
    ...ends,
  }));
  return { main: { ...main, parts: { S: String(parts.length) } }, parts };
}

/** The key of a part: no function's name has a `#`. */
export const partKey = ({ tableKey }: Pick<Place, "tableKey">, version: string, at: number) =>
  `${tableKey}#${version}#${at}`;

/** What remains for the content in items with this head. Pure. */
export function roomFor(
  head: Omit<Head, "parts">,
  expires: number | undefined,
  place: Place,
): Room {
  const nothing: Packed = { kind: "parts", parts: [Buffer.alloc(0)] };
  const { main, parts } = writeItems(head, nothing, expires, place);
  const { parts: _, ...bare } = main;
  // The longest key a part can have: there are at most 99.
  const part = sizeOf(parts[0] ?? {}) + 1;
  const value = Buffer.byteLength(place.valueFieldName);
  return {
    item: itemLimit - sizeOf(bare) - value,
    part: itemLimit - part,
    partOverhead: part,
    main: sizeOf(main) + 1,
  };
}

/** As DynamoDB counts: names and values; a number takes at most 21 bytes. Pure. */
export function sizeOf(item: Item): number {
  return Object.entries(item).reduce(
    (sum, [name, value]) => sum + Buffer.byteLength(name) + sizeOfValue(value),
    0,
  );
}

function sizeOfValue({ S, B, N, L }: AttributeValue): number {
  if (S !== undefined) return Buffer.byteLength(S);
  if (B !== undefined) return B.length;
  if (N !== undefined) return 21;
  return (L ?? []).reduce((sum, value) => sum + 1 + sizeOfValue(value), 3);
}

const listOf = (texts: readonly string[]): AttributeValue => ({ L: texts.map((S) => ({ S })) });

const stringsIn = (value: AttributeValue | undefined): string[] =>
  (value?.L ?? []).flatMap(({ S }) => S ?? []);

function readLeftover(text: string): Leftover {
  const slash = text.lastIndexOf("/");
  return { version: text.slice(0, slash), parts: Number(text.slice(slash + 1)) };
}
