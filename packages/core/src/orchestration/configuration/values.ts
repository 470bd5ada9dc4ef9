import { defaultSource } from "./default-source.ts";
import { UnsupportedSourceError } from "./errors.ts";
import { type Settings } from "./merge.ts";
import { type AnySource, firstOf, read, sourceOf } from "./source.ts";

/** One stored value: JSON's, or text; `undefined` where no source has it. Seed: get_config. */
export async function configurationValue(
  name: string,
  sources: readonly AnySource[] = [defaultSource],
): Promise<unknown> {
  return (await firstOf(sources, name))?.value;
}

/** Stores a value in the first source that can. Throws `UnsupportedSourceError`. Seed: update_config. */
export async function storeConfigurationValue(
  name: string,
  value: unknown,
  sources: readonly AnySource[] = [defaultSource],
): Promise<void> {
  const known = sources.map(sourceOf);
  const source = known.find(({ put }) => put !== undefined);
  if (!source?.put) throw new UnsupportedSourceError("store a value", namesOf(known));
  await source.put(name, value);
}

/**
 * All values whose names begin with the prefix and `_`, by the rest of their names, from the first
 * source that has any. For what is secret take Secrets Manager. Throws `UnsupportedSourceError`.
 * Seed: get_credentials_by_prefix.
 */
export async function credentialsByPrefix(
  prefix: string,
  sources: readonly AnySource[] = [defaultSource],
): Promise<Settings> {
  const known = sources.map(sourceOf);
  const able = known.filter(({ getByPrefix }) => getByPrefix !== undefined);
  if (able.length === 0) throw new UnsupportedSourceError("search by prefix", namesOf(known));
  for (const { name, getByPrefix = async () => ({}) } of able) {
    const found = await read(name, `${prefix}_*`, () => getByPrefix(prefix));
    if (Object.keys(found).length > 0) return found;
  }
  return {};
}

const namesOf = (sources: readonly { readonly name: string }[]) => sources.map(({ name }) => name);
