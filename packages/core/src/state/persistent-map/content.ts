import { type CodecOptions, fromJson, parseVersioned, toText } from "../codec.ts";
import { CorruptStateError } from "../codec/errors.ts";
import { type Json } from "../codec/type.ts";
import { NotANumberError } from "./errors.ts";

/** Keys are compared as a `Map` compares them. */
export type MapKey = string | number | bigint | boolean | null | undefined;

/** One entry as it is stored, as JSON texts. What a map holds nobody can change from outside. */
interface Entry {
  readonly key: string;
  readonly value: string;
}

/** What a map holds: a `Map` whose values are encoded when they come and decoded when they are asked for. */
export class Content<K extends MapKey, V> {
  readonly #entries: Map<K, Entry>;
  readonly #codec: CodecOptions;
  /** What `text` came to; absent since the last change. */
  #text: string | undefined;

  private constructor(entries: Map<K, Entry>, codec: CodecOptions, text?: string) {
    this.#entries = entries;
    this.#codec = codec;
    this.#text = text;
  }

  static empty<K extends MapKey, V>(codec: CodecOptions): Content<K, V> {
    return new Content<K, V>(new Map(), codec);
  }

  /** From what `text` gave. Throws `CorruptStateError`, `UnknownStateVersionError`. */
  static read<K extends MapKey, V>(text: string, codec: CodecOptions): Content<K, V> {
    const { e: entries } = parseVersioned(text, codec);
    if (!Array.isArray(entries)) throw new CorruptStateError("no list of entries");
    return new Content<K, V>(new Map(entries.map((entry) => readEntry<K>(entry, codec))), codec);
  }

  /** All of it in the format's version 1: `{"$v":1,"e":[[key,value],…]}`. Equal texts are equal contents. */
  get text(): string {
    if (this.#text !== undefined) return this.#text;
    const entries = Array.from(this.#entries.values(), ({ key, value }) => `[${key},${value}]`);
    return (this.#text = `{"$v":1,"e":[${entries.join()}]}`);
  }

  get size(): number {
    return this.#entries.size;
  }

  /** A copy of the value: changing it changes nothing here. */
  get(key: K): V | undefined {
    const entry = this.#entries.get(key);
    return entry && this.#decode(entry);
  }

  has(key: K): boolean {
    return this.#entries.has(key);
  }

  keys(): IterableIterator<K> {
    return this.#entries.keys();
  }

  *values(): IterableIterator<V> {
    for (const entry of this.#entries.values()) yield this.#decode(entry);
  }

  *entries(): IterableIterator<[K, V]> {
    for (const [key, entry] of this.#entries) yield [key, this.#decode(entry)];
  }

  /** Throws `UnstorableValueError`, and then nothing is set. */
  set(key: K, value: V): this {
    this.put(key, this.encode(key, value));
    return this;
  }

  put(key: K, entry: Entry): void {
    this.#text = undefined;
    this.#entries.set(key, entry);
  }

  delete(key: K): boolean {
    this.#text = undefined;
    return this.#entries.delete(key);
  }

  clear(): void {
    this.#text = undefined;
    this.#entries.clear();
  }

  /** Counts up from 0 or from the number that is there. Throws `NotANumberError`. */
  increment(key: K, by = 1): number {
    const found: unknown = this.has(key) ? this.get(key) : 0;
    if (typeof found !== "number") throw new NotANumberError(key, found);
    const sum = found + by;
    this.put(key, { key: toText(key), value: toText(sum) });
    return sum;
  }

  copy(): Content<K, V> {
    return new Content<K, V>(new Map(this.#entries), this.#codec, this.#text);
  }

  adopt(other: Content<K, V>): void {
    this.clear();
    for (const [key, entry] of other.#entries) this.#entries.set(key, entry);
  }

  /** Throws `UnstorableValueError`. */
  encode(key: K, value: V): Entry {
    return { key: toText(key), value: toText(value, this.#codec, [pathOf(key)]) };
  }

  #decode({ value }: Entry): V {
    return fromJson(JSON.parse(value) as Json, this.#codec) as V;
  }
}

const pathOf = (key: MapKey) => (typeof key === "number" ? key : String(key));

/** A value is decoded once now, so that damage shows when a map is opened and not later. */
function readEntry<K extends MapKey>(entry: Json, codec: CodecOptions): [K, Entry] {
  if (!Array.isArray(entry) || entry.length !== 2)
    throw new CorruptStateError("an entry that isn't a pair", entry);
  const [keyJson = null, valueJson = null] = entry;
  const key = fromJson(keyJson);
  if (typeof key === "object" && key !== null) throw new CorruptStateError("a key", keyJson);
  fromJson(valueJson, codec);
  return [key as K, { key: JSON.stringify(keyJson), value: JSON.stringify(valueJson) }];
}
