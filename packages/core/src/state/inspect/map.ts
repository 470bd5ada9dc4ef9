import { inspect } from "node:util";
import { dynamoDBClient } from "../../aws/clients/dynamodb.ts";
import { codecLimits, fromJson, parseVersioned } from "../codec.ts";
import { CorruptStateError } from "../codec/errors.ts";
import type { Json } from "../codec/type.ts";
import { loadItem, wholeOf } from "../persistent-map/load.ts";
import { itemLimit } from "../persistent-map/pack.ts";
import { type Client, resolveSettings } from "../persistent-map/settings.ts";
import { newTally } from "../persistent-map/stats.ts";

/** What a map holds, to be looked at: entries as texts, some at a time. */
export interface MapContent {
  readonly entries: readonly MapEntry[];
  /** How many entries there are in all. */
  readonly size: number;
  /** What its items take, compressed. */
  readonly bytes: number;
  /** What one item may hold; a larger map is in parts. */
  readonly itemBytes: number;
  /** 0 where one item holds it. */
  readonly parts: number;
}

interface MapEntry {
  readonly key: string;
  readonly kind: string;
  /** Cut where it is long. */
  readonly value: string;
}

interface Asked {
  readonly tableName?: string;
  readonly tableKey?: string;
  /** How many entries to pass by. Default 0. */
  readonly skip?: number;
  readonly limit: number;
}

/**
 * Looks into a `PersistentMap` without being able to write to it: some entries, in the map's order.
 * One request, two where it is in parts; needs `dynamodb:GetItem` and `dynamodb:BatchGetItem`.
 *
 * Throws as `PersistentMap.open` does.
 */
export async function inspectMap(
  { skip = 0, limit, ...place }: Asked,
  { client = dynamoDBClient() }: { readonly client?: Client } = {},
): Promise<MapContent> {
  const settings = { ...resolveSettings(place), classes: [], limits: codecLimits };
  const tally = newTally();
  const access = { client, place: settings, settings, tally };
  const whole = await wholeOf(await loadItem(access), access);
  const all = whole ? entriesIn(whole.text) : [];
  return {
    entries: all.slice(skip, skip + limit).map(entryOf),
    size: all.length,
    bytes: tally.bytesRead,
    itemBytes: itemLimit,
    parts: whole?.head.parts ?? 0,
  };
}

function entriesIn(text: string): readonly Json[] {
  const { e: entries } = parseVersioned(text, { limits: codecLimits });
  if (Array.isArray(entries)) return entries;
  throw new CorruptStateError("no list of entries");
}

/** Without what writes: who only looks doesn't need it. */
function entryOf(entry: Json): MapEntry {
  if (!Array.isArray(entry)) throw new CorruptStateError("an entry that isn't a pair", entry);
  const [keyJson = null, valueJson = null] = entry;
  const key = fromJson(keyJson);
  return { key: shortened(String(key)), kind: typeof key, value: textOf(fromJson(valueJson)) };
}

const mostCharacters = 2_000;

const shortened = (text: string) =>
  text.length > mostCharacters ? `${text.slice(0, mostCharacters)}…` : text;

const textOf = (value: unknown) =>
  shortened(inspect(value, { depth: 8, maxArrayLength: 100, maxStringLength: mostCharacters }));
