import { dynamoDBClient } from "../aws/clients/dynamodb.ts";
import { lazy } from "../lazy.ts";
import { codecLimits } from "./codec.ts";
import { type Access } from "./persistent-map/access.ts";
import { Content, type MapKey } from "./persistent-map/content.ts";
import {
  AsyncTransactionError,
  PersistentMapConflictError,
  TableNotFoundError,
} from "./persistent-map/errors.ts";
import { load, type Loaded } from "./persistent-map/load.ts";
import { type PersistentMapSettings, resolveSettings } from "./persistent-map/settings.ts";
import { newTally, type PersistentMapStats } from "./persistent-map/stats.ts";
import { store } from "./persistent-map/store.ts";
import { makeTable } from "./persistent-map/table.ts";
import { Writer } from "./persistent-map/writer.ts";

export { type MapKey } from "./persistent-map/content.ts";
export { type PersistentMapSettings } from "./persistent-map/settings.ts";
export { type PersistentMapStats } from "./persistent-map/stats.ts";
export * from "./persistent-map/errors.ts";
export {
  CorruptStateError,
  UnknownStateVersionError,
  UnstorableValueError,
} from "./codec/errors.ts";
export { MissingPermissionsError } from "./permissions.ts";
export { OutcomeUnknownError } from "./writes/errors.ts";
export { type ClassCodec } from "./codec/type.ts";

/** What a map is filled with: entries, or an object's properties. */
export type Initial<K extends MapKey, V> =
  | Iterable<readonly [K, V]>
  | Readonly<Record<K & string, V>>;

/** A map's content inside `transaction`: like a `Map`, and what is done to it is stored at the end. */
export type MapDraft<K extends MapKey, V> = Pick<
  Content<K, V>,
  "get" | "has" | "set" | "delete" | "clear" | "size" | "keys" | "values" | "entries" | "increment"
>;

/**
 * A `Map` that keeps itself in one item of DynamoDB. Reads are local; a write resolves when it is
 * stored. After the Python library aws-lambda-persistence (seed `aws-lambda-persistence.md`).
 *
 * Two writers never lose each other's changes: each write is conditional on the version it read,
 * and is done again on fresh content when another came first. A write that fails leaves the map as
 * it was. Up to 4 MB compressed; a value is whatever `codec.ts` keeps, and `get` gives a copy.
 *
 * Every method that writes throws `MissingPermissionsError`, `PersistentMapTooLargeError`,
 * `PersistentMapConflictError`, `OutcomeUnknownError`, `ThrottledError` or `TableNotFoundError`.
 */
export class PersistentMap<V = unknown, K extends MapKey = string> {
  readonly #writer: Writer<K, V>;
  readonly #access: Access;

  private constructor(loaded: Loaded<K, V>, access: Access) {
    this.#writer = new Writer(loaded, access);
    this.#access = access;
  }

  /**
   * Opens a map: one request, two when the content is larger than an item. With `initial`, what is
   * stored is replaced by it, in one request. A table that is missing is made.
   *
   * Throws `InvalidSettingsError`, `PickledContentError`, `CorruptStateError`,
   * `UnknownStateVersionError`, `TableKeyError`, and what writes throw.
   */
  static async open<V = unknown, K extends MapKey = string>(
    initial?: Initial<NoInfer<K>, V>,
    settings: PersistentMapSettings = {},
  ): Promise<PersistentMap<V, K>> {
    const access = accessFor(settings);
    const begin = initial ? () => replace(initial, access) : () => load<K, V>(access);
    return new PersistentMap<V, K>(await withTable(begin, access), access);
  }

  get size(): number {
    return this.#writer.content.size;
  }

  /** A copy of the value; `undefined` where there is none. */
  get(key: K): V | undefined {
    return this.#writer.content.get(key);
  }

  has(key: K): boolean {
    return this.#writer.content.has(key);
  }

  keys(): IterableIterator<K> {
    return this.#writer.content.keys();
  }

  values(): IterableIterator<V> {
    return this.#writer.content.values();
  }

  entries(): IterableIterator<[K, V]> {
    return this.#writer.content.entries();
  }

  [Symbol.iterator](): IterableIterator<[K, V]> {
    return this.entries();
  }

  forEach(callback: (value: V, key: K, map: this) => void): void {
    for (const [key, value] of this.entries()) callback(value, key, this);
  }

  /** Rejects with `UnstorableValueError` for a value that can't be kept. Without a change, no request. */
  async set(key: K, value: V): Promise<this> {
    const entry = this.#writer.content.encode(key, value);
    await this.#writer.write((content) => content.put(key, entry));
    return this;
  }

  /** Whether the key was there. */
  delete(key: K): Promise<boolean> {
    return this.#writer.write((content) => content.delete(key));
  }

  clear(): Promise<void> {
    return this.#writer.write((content) => content.clear());
  }

  /**
   * Sets many keys by one write, or one key to what `change` makes of its value. `change` may run
   * several times.
   */
  update(entries: Initial<K, V>): Promise<void>;
  update(key: K, change: (value: V | undefined) => V): Promise<V>;
  async update(what: Initial<K, V> | K, change?: (value: V | undefined) => V): Promise<V | void> {
    if (change)
      return this.#writer.write((content) => {
        const value = change(content.get(what as K));
        content.set(what as K, value);
        return value;
      });
    const { content } = this.#writer;
    const encoded = entriesOf(what as Initial<K, V>).map(
      ([key, value]) => [key, content.encode(key, value)] as const,
    );
    return this.#writer.write((draft) => {
      for (const [key, entry] of encoded) draft.put(key, entry);
    });
  }

  /** Sets the key unless it is there. Whether it did. */
  async setIfAbsent(key: K, value: V): Promise<boolean> {
    const entry = this.#writer.content.encode(key, value);
    return this.#writer.write((content) => {
      if (content.has(key)) return false;
      content.put(key, entry);
      return true;
    });
  }

  /** Counts a number up, from 0 where there is none; resolves to the sum. Rejects with `NotANumberError`. */
  increment(key: K, by = 1): Promise<number> {
    return this.#writer.write((content) => content.increment(key, by));
  }

  /**
   * Several changes by one write, all or nothing; resolves to what `change` returns. `change` may
   * run several times, and must not be async: `AsyncTransactionError`.
   */
  transaction<R>(change: (draft: MapDraft<K, V>) => R): Promise<R> {
    return this.#writer.write((content) => {
      const draft = content.copy();
      const result = change(draft);
      if (result instanceof Promise) {
        result.catch(() => {}); // It was told what is wrong.
        throw new AsyncTransactionError();
      }
      content.adopt(draft);
      return result;
    });
  }

  /** Takes up what other writers have stored: one request, or two. */
  reload(): Promise<void> {
    return this.#writer.reload(() => load<K, V>(this.#access));
  }

  /** What the map has asked of DynamoDB since it was opened. */
  get stats(): PersistentMapStats {
    return { ...this.#access.tally };
  }

  get [Symbol.toStringTag](): string {
    return "PersistentMap";
  }
}

const opened = /* @__PURE__ */ lazy(() => new Map<string, Promise<unknown>>());

/**
 * The function's map, opened once per container: a warm invocation makes no request, and sees what
 * this container wrote and read last. One that couldn't be opened is opened anew by the next call.
 *
 * Throws like `PersistentMap.open`.
 */
export function persistentMap<V = unknown, K extends MapKey = string>(
  settings: PersistentMapSettings = {},
): Promise<PersistentMap<V, K>> {
  const { tableName, tableKey, keyFieldName, valueFieldName } = accessFor(settings).place;
  const name = JSON.stringify([tableName, tableKey, keyFieldName, valueFieldName]);
  const known = opened().get(name) as Promise<PersistentMap<V, K>> | undefined;
  if (known) return known;
  const map = PersistentMap.open<V, K>(undefined, settings);
  opened().set(name, map);
  map.catch(() => opened().delete(name));
  return map;
}

function accessFor(given: PersistentMapSettings): Access {
  const { classes = [], limits = codecLimits, client = dynamoDBClient() } = given;
  const settings = { ...resolveSettings(given), classes, limits };
  return { client, place: settings, settings, tally: newTally() };
}

async function withTable<T>(work: () => Promise<T>, access: Access): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof TableNotFoundError) || !access.settings.ensureTable) throw error;
    await makeTable(access);
    return work();
  }
}

async function replace<K extends MapKey, V>(
  initial: Initial<K, V>,
  access: Access,
): Promise<Loaded<K, V>> {
  const content = Content.empty<K, V>(access.settings);
  for (const [key, value] of entriesOf(initial)) content.set(key, value);
  let outcome = await store(content.text, "any", access);
  for (let attempt = 1; outcome.kind === "lost"; attempt++) {
    if (attempt === access.settings.maxAttempts) throw new PersistentMapConflictError(attempt);
    outcome = await store(content.text, outcome.found, access);
  }
  // Another writer's change, made since, is what a reader would find now.
  return outcome.kind === "written" ? { content, head: outcome.head } : load<K, V>(access);
}

function entriesOf<K extends MapKey, V>(initial: Initial<K, V>): (readonly [K, V])[] {
  return Symbol.iterator in initial ? [...initial] : (Object.entries(initial) as [K, V][]);
}
