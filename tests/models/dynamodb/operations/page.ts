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

/** Takes from the front until the limit or 1 MB is reached. */
export function pageOf(
  entries: readonly Entry[],
  limit: number | undefined,
  keys: readonly KeySchema[],
): Page {
  let [bytes, count] = [0, 0];
  for (const { item } of entries) {
    if (count === limit || bytes >= pageBytes) break;
    bytes += itemSize(item);
    count++;
  }
  const last = entries[count - 1];
  // At its limit DynamoDB doesn't look whether more follows.
  const more = count < entries.length || count === limit;
  return {
    entries: entries.slice(0, count),
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
