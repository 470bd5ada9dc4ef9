import { CorruptStateError } from "./errors.ts";
import { isViewName, viewOn } from "./kinds.ts";
import { codecLimits, type CodecOptions, type Json } from "./type.ts";

interface Reading {
  readonly classes: NonNullable<CodecOptions["classes"]>;
  readonly limits: NonNullable<CodecOptions["limits"]>;
  /** The objects that occur again, by their numbers. */
  readonly defined: Map<number, unknown>;
  values: number;
}
type Record_ = { readonly [key: string]: Json };

/**
 * The value that `toText` was given, from the parsed text, in containers of its own.
 *
 * Throws `CorruptStateError` for what `toText` can't have written. Nothing but the kinds it knows
 * is ever made, and no key reaches a prototype.
 */
export function fromJson(
  json: Json,
  { classes = [], limits = codecLimits }: CodecOptions = {},
): unknown {
  return read(json, 0, { classes, limits, defined: new Map(), values: 0 });
}

/** `id` is the number under which the object is to be known, before what it holds is read. */
function read(json: Json, depth: number, reading: Reading, id?: number): unknown {
  if (++reading.values > reading.limits.values)
    throw new CorruptStateError(`more than ${reading.limits.values} values`);
  if (typeof json !== "object" || json === null) return json;
  // Each level of a value takes at most two levels of JSON, a map's three.
  if (depth > 3 * reading.limits.depth + 3) throw new CorruptStateError("nested too deep");
  if (Array.isArray(json)) {
    const array = define<unknown[]>([], id, reading);
    for (const one of json) array.push(read(one, depth + 1, reading));
    return array;
  }
  return Object.hasOwn(json, "$")
    ? readTagged(json, depth + 1, reading, id)
    : fill(define({}, id, reading), json, depth, reading);
}

function define<T>(container: T, id: number | undefined, { defined }: Reading): T {
  if (id !== undefined) defined.set(id, container);
  return container;
}

function fill<T extends object>(object: T, json: Record_, depth: number, reading: Reading): T {
  for (const key of Object.keys(json)) {
    const name = key.startsWith("$") ? unescaped(key) : key;
    const value = read(json[key] ?? null, depth + 1, reading);
    if (name === "__proto__")
      Object.defineProperty(object, name, {
        value,
        writable: true,
        enumerable: true,
        configurable: true,
      });
    else (object as Record<string, unknown>)[name] = value;
  }
  return object;
}

function unescaped(key: string): string {
  if (!key.startsWith("$$")) throw new CorruptStateError("an unknown mark", key);
  return key.slice(1);
}

function readTagged(json: Record_, depth: number, reading: Reading, id?: number): unknown {
  const { $: tag, v } = json;
  switch (tag) {
    case "undefined":
      return undefined;
    case "number":
      return readNumber(v);
    case "bigint":
      return readBigInt(v);
    case "ref":
      return readReference(json["id"], reading);
    case "def":
      return readDefinition(json, depth, reading);
    default:
      return define(readObject(tag, json, depth, reading, id), id, reading);
  }
}

function readObject(
  tag: Json | undefined,
  json: Record_,
  depth: number,
  reading: Reading,
  id: number | undefined,
): unknown {
  const { v } = json;
  switch (tag) {
    case "date":
      return readDate(v);
    case "url":
      return readUrl(v);
    case "bytes":
      return readBytes(v);
    case "map":
      return readMap(v, depth, reading, id);
    case "set": {
      const set = define(new Set(), id, reading);
      for (const one of listIn(v)) set.add(read(one, depth, reading));
      return set;
    }
    case "null":
      return fill(define(Object.create(null), id, reading), recordIn(v), depth, reading);
    case "array":
      return readHoley(json, depth, reading, id);
    case "class":
      return readClass(json, depth, reading);
    default:
      return readView(tag, v);
  }
}

function readDefinition({ id, v }: Record_, depth: number, reading: Reading): unknown {
  if (typeof id !== "number" || reading.defined.has(id) || typeof v !== "object" || v === null)
    throw new CorruptStateError("a definition that isn't one", id);
  return read(v, depth, reading, id);
}

function readReference(id: Json | undefined, { defined }: Reading): unknown {
  if (typeof id !== "number" || !defined.has(id))
    throw new CorruptStateError("a reference to nothing", id);
  return defined.get(id);
}

function readMap(v: Json | undefined, depth: number, reading: Reading, id: number | undefined) {
  const map = define(new Map(), id, reading);
  for (const entry of listIn(v)) {
    const [key = null, value = null, ...more] = listIn(entry);
    if (more.length > 0 || listIn(entry).length !== 2)
      throw new CorruptStateError("an entry that isn't a pair", entry);
    map.set(read(key, depth, reading), read(value, depth, reading));
  }
  return map;
}

function readHoley({ n, v }: Record_, depth: number, reading: Reading, id: number | undefined) {
  if (typeof n !== "number" || !Number.isInteger(n) || n < 0 || n > 2 ** 32 - 1)
    throw new CorruptStateError("an array's length", n);
  const array = define<unknown[]>([], id, reading);
  array.length = n;
  for (const [index, one] of Object.entries(recordIn(v))) {
    if (String(Number(index) >>> 0) !== index || Number(index) >= n)
      throw new CorruptStateError("an array's index", index);
    array[Number(index)] = read(one, depth, reading);
  }
  return array;
}

function readClass({ c, v }: Record_, depth: number, reading: Reading): object {
  const codec = reading.classes.find(({ name }) => name === c);
  if (!codec) throw new CorruptStateError("an object of a class without a codec", c);
  return codec.decode(read(v ?? null, depth, reading));
}

function readNumber(v: Json | undefined): number {
  if (v === "-0" || v === "NaN" || v === "Infinity" || v === "-Infinity") return Number(v);
  throw new CorruptStateError("a number that isn't one", v);
}

function readBigInt(v: Json | undefined): bigint {
  const value = typeof v === "string" && /^-?\d+$/.test(v) ? BigInt(v) : undefined;
  if (value !== undefined && String(value) === v) return value;
  throw new CorruptStateError("a bigint that isn't one", v);
}

function readDate(v: Json | undefined): Date {
  const date = new Date(v === null ? Number.NaN : Number(v));
  if (v === null || (typeof v === "number" && date.getTime() === v)) return date;
  throw new CorruptStateError("a date that isn't one", v);
}

function readUrl(v: Json | undefined): URL {
  const url = typeof v === "string" ? URL.parse(v) : undefined;
  if (url?.href === v && url) return url;
  throw new CorruptStateError("a URL that isn't one", v);
}

function readView(tag: Json | undefined, v: Json | undefined): ArrayBufferView {
  if (typeof tag !== "string" || !isViewName(tag))
    throw new CorruptStateError("an unknown kind", tag);
  const view = viewOn(tag, readBytes(v));
  if (!view) throw new CorruptStateError(`a ${tag} of no whole number of elements`);
  return view;
}

function readBytes(v: Json | undefined): ArrayBuffer {
  const bytes = typeof v === "string" ? Buffer.from(v, "base64") : undefined;
  if (!bytes || bytes.toString("base64") !== v) throw new CorruptStateError("no base64", v);
  const own = new ArrayBuffer(bytes.length);
  new Uint8Array(own).set(bytes);
  return own;
}

function listIn(v: Json | undefined): readonly Json[] {
  if (!Array.isArray(v)) throw new CorruptStateError("no list where one belongs", v);
  return v;
}

function recordIn(v: Json | undefined): Record_ {
  if (typeof v !== "object" || v === null || Array.isArray(v))
    throw new CorruptStateError("no object where one belongs", v);
  return v;
}
