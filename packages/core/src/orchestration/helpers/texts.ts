import { createHash } from "node:crypto";

/** `CamelCase` becomes `camel_case`. Seed: camel_case_to_underscore. */
export const underscored = (name: string): string =>
  name
    .replaceAll(/(.)([A-Z][a-z]+)/g, "$1_$2")
    .replaceAll(/([a-z0-9])([A-Z])/g, "$1_$2")
    .toLowerCase();

/** A number of so many digits that a text always gets, for partitions. Seed: small_int_from_string. */
export const smallNumber = (text: string, digits = 2): number =>
  Number(BigInt(`0x${createHash("md5").update(text).digest("hex")}`) % 10n ** BigInt(digits));

/** The same hash for equal values, whatever the order of their members. Seed: make_hash (one process only). */
export const hashOf = (value: unknown): string =>
  createHash("sha256")
    .update(JSON.stringify(ordered(value)) ?? "undefined")
    .digest("hex");

function ordered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(ordered);
  if (value instanceof Set) return [...value].map((one) => JSON.stringify(ordered(one))).toSorted();
  if (typeof value !== "object" || value === null || value instanceof Date) return value;
  const entries = Object.entries(value).map(([name, one]): [string, unknown] => [
    name,
    ordered(one),
  ]);
  return Object.fromEntries(entries.toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
