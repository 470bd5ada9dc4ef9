import { safeParse, type $ZodType, type output } from "zod/v4/core";
import { issuesOf } from "../../aws/environment.ts";
import { defaultSource } from "./default-source.ts";
import { InvalidConfigurationError } from "./errors.ts";
import { isSettings, mergeSettings, type Settings } from "./merge.ts";
import { type AnySource, firstOf } from "./source.ts";

export interface ConfigurationOptions<S extends $ZodType = $ZodType<Settings>> {
  /** What the whole must be; gives `config` its type. */
  readonly schema?: S;
  /** The lowest layer: in code. */
  readonly defaults?: Settings;
  /** The highest layer: what the caller passes. */
  readonly overrides?: Settings;
  /** Whether `sosw_essential_config` lies above the defaults; so for essentials, not for workers. */
  readonly essential?: boolean;
  /** Name of the function's own configuration; default `<function's name>_config`. */
  readonly name?: string;
  /** Asked in turn, the first that has the name answers. Default: the DynamoDB table. */
  readonly sources?: readonly AnySource[];
  /** How long a container keeps what it read, in ms; default 5 minutes. */
  readonly ttlMs?: number;
}

/**
 * Composes a function's configuration: defaults, `sosw_essential_config` (for essentials), the
 * function's own, what the caller passes; each layer over the one before.
 *
 * Throws `InvalidConfigurationError`, `ConfigurationUnreadableError`. Seed: Processor.init_config,
 * where an essential's defaults hide `sosw_essential_config`; here configuration wins.
 */
export async function loadConfiguration<S extends $ZodType>(
  { schema, defaults = {}, overrides = {}, ...options }: ConfigurationOptions<S>,
  functionName: string,
): Promise<output<S>> {
  const names = [
    ...(options.essential ? ["sosw_essential_config"] : []),
    options.name ?? `${functionName}_config`,
  ];
  const sources = options.sources ?? [defaultSource];
  const stored = await Promise.all(names.map((name) => layerOf(sources, name)));
  const whole = mergeSettings(defaults, ...stored, overrides);
  if (!schema) return whole as output<S>;
  const { success, data, error } = safeParse(schema, whole);
  if (success) return data;
  throw new InvalidConfigurationError(issuesOf(error, whole).map(withoutText));
}

async function layerOf(sources: readonly AnySource[], name: string): Promise<Settings> {
  const found = await firstOf(sources, name);
  if (!found) return {};
  const { value, from } = found;
  if (isSettings(value)) return value;
  const expected = `a JSON object, in ${from}`;
  throw new InvalidConfigurationError([withoutText({ field: name, value, expected })]);
}

/** What is stored may be secret: texts are told by their length. */
function withoutText<I extends { readonly value: unknown }>(issue: I): I {
  const { value } = issue;
  if (typeof value === "string") return { ...issue, value: `text of ${value.length} characters` };
  return typeof value === "object" && value !== null ? { ...issue, value: typeof value } : issue;
}
