import { mergeSettings, type Settings } from "../configuration/merge.ts";

export interface Exclusion {
  readonly key: string;
  readonly value: unknown;
}

/**
 * All values at a path like `orders.items.sku`, in order; lists on the way are gone through. Where
 * the path leads nowhere there are none.
 *
 * `exclude` leaves out those whose last object has that key and value. Seed: recursive_matches_extract
 * (the first of these), recursive_matches_soft (whether these include a value).
 */
export function valuesAt(
  source: unknown,
  path: string | readonly string[],
  exclude?: Exclusion,
): unknown[] {
  if (Array.isArray(source)) return source.flatMap((one) => valuesAt(one, path, exclude));
  const [name, ...rest] = typeof path === "string" ? path.split(".") : path;
  if (typeof source !== "object" || source === null || name === undefined) return [];
  if (!Object.hasOwn(source, name)) return [];
  if (rest.length > 0) return valuesAt(Reflect.get(source, name), rest, exclude);
  const isExcluded = exclude !== undefined && Reflect.get(source, exclude.key) === exclude.value;
  return isExcluded ? [] : [Reflect.get(source, name)];
}

/** `{ a__b: 1 }` becomes `{ a: { b: 1 } }`, at every depth. Seed: dunder_to_dict. */
export function nested(flat: Settings, separator = "__"): Settings {
  const layers = Object.entries(flat).map(([name, value]) =>
    nestedAt(name.split(separator), isPlain(value) ? nested(value, separator) : value),
  );
  return mergeSettings(...layers);
}

/** `["a", "b"]` and 1 become `{ a: { b: 1 } }`. Seed: nested_dict_from_keys. */
export const nestedAt = (names: readonly string[], value: unknown): Settings =>
  names.reduceRight<unknown>((inner, name) => ({ [name]: inner }), value) as Settings;

const isPlain = (value: unknown): value is Settings =>
  typeof value === "object" && value !== null && !Array.isArray(value);
