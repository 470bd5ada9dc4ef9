import { type $ZodType, type output } from "zod/v4/core";
import { keptFor } from "./kept.ts";
import { type ConfigurationOptions, loadConfiguration } from "./load.ts";
import { configurationSettings } from "./settings.ts";

/**
 * Reads a configuration once for a container, and again after its time to live.
 *
 * Those who ask together share one reading. A failed reading is not kept.
 */
export const configurationOf = <S extends $ZodType>(
  options: ConfigurationOptions<S>,
  now: () => number = Date.now,
): ((functionName: string) => Promise<output<S>>) =>
  keptFor(
    () => options.ttlMs ?? configurationSettings().ttlMs,
    (functionName: string) => loadConfiguration(options, functionName),
    now,
  );
