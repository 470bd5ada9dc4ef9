import { ConfigurationUnreadableError } from "./errors.ts";
import { type Settings } from "./merge.ts";

/** Where configuration is kept. Each call asks anew; caching is the loader's. */
export interface ConfigurationSource {
  /** For messages, like `DynamoDB table config`. */
  readonly name: string;
  /** What JSON holds under that name, else the text; `undefined` where there is none. */
  readonly get: (name: string) => Promise<unknown>;
  /** All whose name begins with the prefix and `_`, by the rest of their names. */
  readonly getByPrefix?: (prefix: string) => Promise<Settings>;
  /** Stores a value: text as it is, anything else as JSON. */
  readonly put?: (name: string, value: unknown) => Promise<void>;
}

/** A function of one's own is a source too. */
export type OwnSource = (name: string) => unknown;
export type AnySource = ConfigurationSource | OwnSource;

/** Gives a function of one's own the shape of the others. */
export const sourceOf = (source: AnySource): ConfigurationSource =>
  typeof source === "function" ? { name: "a function", get: async (name) => source(name) } : source;

/** Asks the sources in turn; the first that has the name answers. Throws `ConfigurationUnreadableError`. */
export async function firstOf(
  sources: readonly AnySource[],
  name: string,
): Promise<{ readonly value: unknown; readonly from: string } | undefined> {
  for (const source of sources.map(sourceOf)) {
    const value = await read(source.name, name, () => source.get(name));
    if (value !== undefined) return { value, from: source.name };
  }
  return undefined;
}

/** Names the source and what was wanted in whatever goes wrong. */
export async function read<T>(source: string, wanted: string, ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    throw new ConfigurationUnreadableError(source, wanted, error);
  }
}

/** JSON's value; text that is no JSON stays text, as in the seed. */
export function valueOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}

/** The seed's rule: a prefix ends in one `_`. */
export const withUnderscore = (prefix: string) => (prefix.endsWith("_") ? prefix : `${prefix}_`);
