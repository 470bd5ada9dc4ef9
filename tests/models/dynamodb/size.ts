import { type AttributeValue } from "@aws-sdk/client-dynamodb";
import { type Item, setMembers } from "./values.ts";

/** The largest item, in bytes. */
export const largestItem = 400 * 1024;

/** An item's bytes, as DynamoDB counts them: names and values in UTF-8, containers 3 and a byte a member. */
export function itemSize(item: Item): number {
  const found = known.get(item);
  if (found !== undefined) return found;
  const size = membersSize(item);
  known.set(item, size);
  return size;
}

/** Of items as they are stored, which nothing changes. */
const known = new WeakMap<Item, number>();

function membersSize(map: Item): number {
  let size = 0;
  for (const name of Object.keys(map)) {
    const value = map[name];
    if (value) size += Buffer.byteLength(name) + valueSize(value);
  }
  return size;
}

/** A value's bytes; numbers a byte per two digits and one more. */
export function valueSize(value: AttributeValue): number {
  if (value.S !== undefined) return Buffer.byteLength(value.S);
  if (value.N !== undefined) return numberSize(value.N);
  if (value.B !== undefined) return value.B.byteLength;
  if (value.L) return 3 + sum(value.L, (member) => 1 + valueSize(member));
  if (value.M) return 3 + mapSize(value.M);
  if (value.BOOL !== undefined || value.NULL !== undefined) return 1;
  return sum(setMembers(value), valueSize);
}

function mapSize(map: Item): number {
  return membersSize(map) + Object.keys(map).length;
}

function numberSize(text: string): number {
  const digits = text.replace(/^-?0*\.?0*|[-.]|0+$/g, "").length;
  return Math.ceil(digits / 2) + 1 + (text.startsWith("-") ? 1 : 0);
}

function sum<T>(items: readonly T[], count: (item: T) => number): number {
  return items.reduce((total, item) => total + count(item), 0);
}
