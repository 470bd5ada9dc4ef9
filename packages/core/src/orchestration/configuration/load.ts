import { type $ZodType, type output } from "zod/v4/core";
import { composeConfiguration } from "./compose.ts";
import { defaultSource } from "./default-source.ts";
import { type Settings } from "./merge.ts";
import { type AnySource } from "./source.ts";

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
  /** How long a container keeps what it read, in ms; default `CONFIG_TTL_SECONDS`, else 5 minutes. */
  readonly ttlMs?: number;
}

/**
 * Composes a function's configuration: defaults, `sosw_essential_config` (for essentials), the
 * function's own, what the caller passes; each layer over the one before.
 *
 * Throws `InvalidConfigurationError`, `ConfigurationUnreadableError`. Seed: Processor.init_config,
 * where an essential's defaults hide `sosw_essential_config`; here configuration wins.
 */
export function loadConfiguration<S extends $ZodType>(
  options: ConfigurationOptions<S>,
  functionName: string,
): Promise<output<S>> {
  return composeConfiguration(
    { ...options, sources: options.sources ?? [defaultSource] },
    functionName,
  );
}
