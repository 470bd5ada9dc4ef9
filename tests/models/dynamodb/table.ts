import { type ModelContext } from "../model.ts";
import { validation } from "./errors.ts";
import { keyNames, type IndexSchema, type TableSchema } from "./schema.ts";
import { type Item } from "./values.ts";
import { keyText, View } from "./view.ts";

/** How late what was written is seen, in ms, drawn anew for each write. 0 is at once. */
export interface Lags {
  /** In global indexes. */
  readonly index: number;
  /** By reads of the table itself that aren't consistent. */
  readonly replica: number;
}

/** A table's items and its views. Writes are atomic: nothing here waits. */
export class Table {
  readonly schema: TableSchema;
  readonly #context: ModelContext;
  readonly #lags: Lags;
  readonly #items: View;
  readonly #replica: View;
  readonly #indexes: ReadonlyMap<string, View>;

  constructor(schema: TableSchema, context: ModelContext, lags: Lags) {
    this.schema = schema;
    this.#context = context;
    this.#lags = lags;
    this.#items = new View(schema.key);
    this.#replica = lags.replica > 0 ? new View(schema.key) : this.#items;
    this.#indexes = new Map([...schema.indexes].map(([name, { key }]) => [name, new View(key)]));
  }

  /** The item of a key: the newest one, or what a replica that is behind shows. */
  get(key: Item, { consistent = true } = {}): Item | undefined {
    const view = consistent ? this.#items : this.#replica;
    return view.item(this.id(key), this.#context.now());
  }

  /** Puts an item in its key's place, or (`undefined`) takes it away. */
  set(key: Item, item: Item | undefined): void {
    const [id, now] = [this.id(key), this.#context.now()];
    this.#items.change(id, item, now);
    if (this.#replica !== this.#items)
      this.#replica.change(id, item, this.#later(this.#lags.replica));
    for (const [name, index] of this.schema.indexes) {
      const shown = item && projected(item, index);
      const at = index.global ? this.#later(this.#lags.index) : now;
      this.#indexes.get(name)?.change(id, shown, at);
    }
  }

  /** The items as an index (or the table itself) shows them. Refuses a consistent read of a global one. */
  view(index: string | undefined, consistent: boolean) {
    const now = this.#context.now();
    if (index === undefined) return { view: consistent ? this.#items : this.#replica, now };
    const [view, schema] = [this.#indexes.get(index), this.schema.indexes.get(index)];
    if (!view || !schema) throw validation(`The table does not have the specified index: ${index}`);
    if (consistent && schema.global) {
      throw validation("Consistent reads are not supported on global secondary indexes");
    }
    return { view, now };
  }

  /** A primary key in one string. */
  id(key: Item): string {
    return keyNames(this.schema.key)
      .map((name) => keyText(key[name] ?? { S: "" }).replaceAll("\0", "\0\0"))
      .join("\0|");
  }

  get size(): number {
    return this.#items.size;
  }

  #later(lag: number): number {
    return this.#context.now() + Math.floor(this.#context.random.next() * (lag + 1));
  }
}

function projected(item: Item, { key, attributes }: IndexSchema): Item | undefined {
  if (keyNames(key).some((name) => !item[name])) return undefined;
  if (!attributes) return item;
  return Object.fromEntries(Object.entries(item).filter(([name]) => attributes.has(name)));
}
