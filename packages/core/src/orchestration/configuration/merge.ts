import { isDeepStrictEqual } from "node:util";

export type Settings = Readonly<Record<string, unknown>>;

/**
 * Lays configurations over each other, the later over the earlier. Pure.
 *
 * Objects are merged member by member, lists and sets united (what is equal stays once, in the
 * order it came), all else replaced. Seed: recursive_update, whose lists lose their order.
 */
export function mergeSettings(...layers: readonly Settings[]): Settings {
  return layers.reduce<Settings>(mergedObjects, {});
}

function mergedObjects(under: Settings, over: Settings): Settings {
  const names = [...new Set([...Object.keys(under), ...Object.keys(over)])];
  return Object.fromEntries(
    names.map((name) => [
      name,
      Object.hasOwn(over, name) ? merged(own(under, name), over[name]) : under[name],
    ]),
  );
}

function merged(under: unknown, over: unknown): unknown {
  if (over === undefined) return under;
  if (isSettings(over)) return mergedObjects(isSettings(under) ? under : {}, over);
  if (over instanceof Set)
    return new Set<unknown>(isCollection(under) ? [...under, ...over] : over);
  if (Array.isArray(over)) return united(isCollection(under) ? [...under, ...over] : over);
  return over;
}

const own = (settings: Settings, name: string) =>
  Object.hasOwn(settings, name) ? settings[name] : undefined;

const isCollection = (value: unknown): value is Iterable<unknown> =>
  Array.isArray(value) || value instanceof Set;

const united = (values: readonly unknown[]) =>
  values.filter((value, at) => values.findIndex((one) => isDeepStrictEqual(one, value)) === at);

/** A plain object, as JSON or a literal makes it. */
export function isSettings(value: unknown): value is Settings {
  if (typeof value !== "object" || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
