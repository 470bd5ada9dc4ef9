import { inspect } from "node:util";
import { dynamoDBClient } from "../../aws/clients/dynamodb.ts";
import { codecLimits } from "../codec.ts";
import type { MapKey } from "../persistent-map/content.ts";
import { load } from "../persistent-map/load.ts";
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
  const { content, head } = await load<MapKey, unknown>({
    client,
    place: settings,
    settings,
    tally,
  });
  return {
    entries: [...content.keys()].slice(skip, skip + limit).map(entryAt),
    size: content.size,
    bytes: tally.bytesRead,
    itemBytes: itemLimit,
    parts: head?.parts ?? 0,
  };

  function entryAt(key: MapKey): MapEntry {
    return { key: shortened(String(key)), kind: typeof key, value: textOf(content.get(key)) };
  }
}

const mostCharacters = 2_000;

const shortened = (text: string) =>
  text.length > mostCharacters ? `${text.slice(0, mostCharacters)}…` : text;

const textOf = (value: unknown) =>
  shortened(inspect(value, { depth: 8, maxArrayLength: 100, maxStringLength: mostCharacters }));
