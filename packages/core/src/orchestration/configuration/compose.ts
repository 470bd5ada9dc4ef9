import { safeParse, type $ZodType, type output } from "zod/v4/core";
import { issuesOf } from "../../aws/environment.ts";
import { InvalidConfigurationError } from "./errors.ts";
import type { ConfigurationOptions } from "./load.ts";
import { isSettings, mergeSettings, type Settings } from "./merge.ts";
import { type AnySource, firstOf } from "./source.ts";

/** `loadConfiguration` from sources that are named: no other is bundled. Errors as there. */
export async function composeConfiguration<S extends $ZodType>(
  {
    schema,
    defaults = {},
    overrides = {},
    sources,
    ...options
  }: ConfigurationOptions<S> & { readonly sources: readonly AnySource[] },
  functionName: string,
): Promise<output<S>> {
  const names = [
    ...(options.essential ? ["sosw_essential_config"] : []),
    options.name ?? `${functionName}_config`,
  ];
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
