import { type AttributeValue } from "@aws-sdk/client-dynamodb";
import { keyNames, type KeySchema } from "../schema.ts";
import { itemSize } from "../size.ts";
import { type Item } from "../values.ts";
import { type Entry } from "../view.ts";

/** The bytes one page of a query or scan reads. */
export const pageBytes = 1024 * 1024;

export interface Page {
  readonly entries: readonly Entry[];
  readonly bytes: number;
  /** Where the next page goes on; absent at the end. */
  readonly lastKey: Item | undefined;
}

/** Entries in the order in which a search meets them. */
export interface Entries {
  readonly length: number;
  at(place: number): Entry | undefined;
}

/** Takes from the front until the limit or 1 MB is reached. */
export function pageOf(
  entries: Entries,
  limit: number | undefined,
  keys: readonly KeySchema[],
): Page {
  const taken: Entry[] = [];
  let bytes = 0;
  while (taken.length !== limit && bytes < pageBytes) {
    const entry = taken.length < entries.length ? entries.at(taken.length) : undefined;
    if (!entry) break;
    bytes += itemSize(entry.item);
    taken.push(entry);
  }
  const last = taken.at(-1);
  // At its limit DynamoDB doesn't look whether more follows.
  const more = taken.length < entries.length || taken.length === limit;
  return {
    entries: taken,
    bytes,
    lastKey: more && last ? keyOf(last.item, keys) : undefined,
  };
}

/** The attributes that make a start key: those of the table and of the index. */
export function startNames(keys: readonly KeySchema[]): string[] {
  return [...new Set(keys.flatMap(keyNames))];
}

function keyOf(item: Item, keys: readonly KeySchema[]): Item {
  const none: AttributeValue = { NULL: true };
  return Object.fromEntries(startNames(keys).map((name) => [name, item[name] ?? none]));
}
