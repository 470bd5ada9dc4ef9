import * as z from "zod";

/** A value as `export.py` writes it: what JSON has as itself, all else with its type in Python. */
const Value: z.ZodType = z.lazy(() =>
  z.union([z.null(), z.boolean(), z.number(), z.string(), z.array(Value), Tagged]),
);

const Int = tagged("int", z.string().regex(/^-?\d+$/), BigInt);
const Float = tagged("float", z.enum(["nan", "inf", "-inf"]), (name) => floats[name]);
const floats = {
  nan: Number.NaN,
  inf: Number.POSITIVE_INFINITY,
  "-inf": Number.NEGATIVE_INFINITY,
} as const;

/** What the keys of a map may be. */
const Key = z.union([z.null(), z.boolean(), z.number(), z.string(), Int, Float]);
/** The entries of a dict, in its order. */
export const Entries = z.array(z.tuple([Key, Value]));
type Entries = z.output<typeof Entries>;

/** What each type of Python becomes: the table of `docs/migrate-from-aws-lambda-persistence.md`. */
const Tagged = z.discriminatedUnion("t", [
  Int,
  Float,
  tagged("bytes", z.base64(), (text) => new Uint8Array(Buffer.from(text, "base64"))),
  tagged("datetime", z.iso.datetime(), (text) => new Date(text)),
  tagged("date", z.iso.date(), itself),
  tagged("time", z.string(), itself),
  tagged("timedelta", z.string().regex(/^-?\d+$/), (microseconds) => Number(microseconds) / 1000),
  tagged("decimal", z.string(), itself),
  tagged("uuid", z.guid(), itself),
  tagged("tuple", z.array(Value), itself),
  tagged("set", z.array(Value), (members) => new Set(members)),
  tagged("dict", Entries, recordOrMap),
  tagged("object", Entries, recordOrMap),
]);

function tagged<T extends string, V extends z.ZodType, R>(
  type: T,
  content: V,
  make: (content: z.output<V>) => R,
) {
  const shape = { t: z.literal(type), v: content as z.ZodType<z.output<V>> };
  return z.strictObject(shape).transform(({ v }) => make(v));
}

function itself<T>(value: T): T {
  return value;
}

/** An object has texts as keys; it would make texts of others. */
function recordOrMap(entries: Entries) {
  const isRecord = entries.every(([key]) => typeof key === "string");
  return isRecord ? (Object.fromEntries(entries) as object) : new Map(entries);
}

const becomes: Readonly<Record<string, string>> = {
  tuple: "tuples become arrays",
  decimal: "Decimals become texts",
  date: "dates become texts",
  time: "times become texts",
  uuid: "UUIDs become texts",
  timedelta: "timedeltas become milliseconds",
  microseconds: "datetimes lose their microseconds",
  int: "integers beyond 2^53 become BigInts",
  object: "objects of classes become plain objects",
};

/** What of an exported content comes back as another type, or as less. Pure. */
export function changesIn(json: unknown): string[] {
  const counts = new Map<string, number>();
  count(json, counts);
  return Object.entries(becomes).flatMap(([type, what]) => {
    const found = counts.get(type);
    return found === undefined ? [] : `${found} ${what}`;
  });
}

function count(json: unknown, counts: Map<string, number>): void {
  if (typeof json !== "object" || json === null) return;
  if (Array.isArray(json)) {
    for (const one of json) count(one, counts);
    return;
  }
  const { t, v } = json as { readonly t?: unknown; readonly v?: unknown };
  const isCut = t === "datetime" && typeof v === "string" && !/\.\d{3}0*Z$/.test(v);
  const type = isCut ? "microseconds" : String(t);
  counts.set(type, (counts.get(type) ?? 0) + 1);
  count(v, counts);
}
