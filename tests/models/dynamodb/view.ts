import { type AttributeValue } from "@aws-sdk/client-dynamodb";
import { compareUtf8 } from "../utf8-order.ts";
import { type KeySchema } from "./schema.ts";
import { compareValues, type Item } from "./values.ts";

/** One item as a view shows it. `id` is its primary key, in one string. */
export interface Entry {
  readonly id: string;
  readonly item: Item;
  readonly range: AttributeValue | undefined;
}
interface Change {
  readonly at: number;
  readonly id: string;
  readonly item: Item | undefined;
}

/**
 * A table's items sorted by some key: the table's own or an index's.
 * A change made now is seen once its time has come; one item's changes never overtake one another.
 */
export class View {
  readonly #key: KeySchema;
  readonly #partitions = new Map<string, Entry[]>();
  readonly #shown = new Map<string, Item>();
  readonly #pending: Change[] = [];
  readonly #newest = new Map<string, number>();

  constructor(key: KeySchema) {
    this.#key = key;
  }

  /** Tells of a change that is to be seen at `at` (ms); `item` is `undefined` for a deleted one. */
  change(id: string, item: Item | undefined, at: number): void {
    const after = Math.max(at, this.#newest.get(id) ?? 0);
    this.#newest.set(id, after);
    let place = this.#pending.length;
    while (place > 0 && (this.#pending[place - 1]?.at ?? 0) > after) place--;
    this.#pending.splice(place, 0, { at: after, id, item });
  }

  /** The entries of one partition by their range, as seen at `now`. Not to be changed. */
  partition(hash: AttributeValue, now: number): readonly Entry[] {
    this.#settle(now);
    return this.#partitions.get(keyText(hash)) ?? [];
  }

  /** Every entry, in an order that has nothing to do with the keys' own. */
  all(now: number): readonly Entry[] {
    this.#settle(now);
    const entries = [...this.#partitions.values()].flat();
    const placed = entries.map((entry) => ({ entry, at: scatter(entry.id) }));
    placed.sort((a, b) => a.at - b.at || (a.entry.id < b.entry.id ? -1 : 1));
    return placed.map(({ entry }) => entry);
  }

  /** The item of this primary key, as seen at `now`. */
  item(id: string, now: number): Item | undefined {
    this.#settle(now);
    return this.#shown.get(id);
  }

  get size(): number {
    return this.#shown.size;
  }

  #settle(now: number): void {
    let count = 0;
    while ((this.#pending[count]?.at ?? Infinity) <= now) count++;
    if (count === 0) return;
    for (const change of this.#pending.splice(0, count)) {
      if (this.#newest.get(change.id) === change.at) this.#newest.delete(change.id);
      this.#show(change);
    }
  }

  #show({ id, item }: Change): void {
    const before = this.#shown.get(id);
    if (before) this.#take(id, before);
    const entries = item && this.#entriesOf(item, true);
    if (!item || !entries) return;
    this.#shown.set(id, item);
    const entry = { id, item, range: this.#rangeOf(item) };
    entries.splice(placeOf(entries, entry), 0, entry);
  }

  #take(id: string, item: Item): void {
    this.#shown.delete(id);
    const entries = this.#entriesOf(item);
    entries?.splice(placeOf(entries, { id, range: this.#rangeOf(item) }), 1);
    const hash = item[this.#key.hash];
    if (hash && entries?.length === 0) this.#partitions.delete(keyText(hash));
  }

  /** `undefined` for an item that lacks the key: it isn't in this view. */
  #entriesOf(item: Item, create = false): Entry[] | undefined {
    const hash = item[this.#key.hash];
    if (!hash || (this.#key.range !== undefined && !this.#rangeOf(item))) return undefined;
    const text = keyText(hash);
    if (create && !this.#partitions.has(text)) this.#partitions.set(text, []);
    return this.#partitions.get(text);
  }

  #rangeOf(item: Item): AttributeValue | undefined {
    return this.#key.range === undefined ? undefined : item[this.#key.range];
  }
}

/** Where an entry stands, or would stand, among sorted ones. */
export function placeOf(entries: readonly Entry[], entry: Pick<Entry, "id" | "range">): number {
  let [low, high] = [0, entries.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    const other = entries[middle];
    if (other && compareEntries(other, entry) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** A key's value as text that no other value shares. */
export function keyText({ S, N, B }: AttributeValue): string {
  return S !== undefined
    ? `S${S}`
    : N !== undefined
      ? `N${N}`
      : `B${Buffer.from(B ?? []).toString("hex")}`;
}

function compareEntries(a: Pick<Entry, "id" | "range">, b: Pick<Entry, "id" | "range">): number {
  const order = a.range && b.range ? compareValues(a.range, b.range) : 0;
  return order === 0 || order === undefined ? compareUtf8(a.id, b.id) : order;
}

/** FNV-1a: a scan's order, and its segments. */
export function scatter(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  return hash >>> 0;
}
