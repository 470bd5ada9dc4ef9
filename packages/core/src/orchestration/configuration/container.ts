import { type $ZodType, type output } from "zod/v4/core";
import { type ConfigurationOptions, loadConfiguration } from "./load.ts";

const fiveMinutes = 300_000;

/**
 * Reads a configuration once for a container, and again after its time to live.
 *
 * Those who ask together share one reading. A failed reading is not kept.
 */
export function configurationOf<S extends $ZodType>(
  options: ConfigurationOptions<S>,
  now: () => number = Date.now,
): (functionName: string) => Promise<output<S>> {
  let kept: { readonly reading: Promise<output<S>>; readonly until: number } | undefined;
  return (functionName) => {
    if (kept && now() < kept.until) return kept.reading;
    const reading = loadConfiguration(options, functionName);
    const mine = { reading, until: now() + (options.ttlMs ?? fiveMinutes) };
    kept = mine;
    reading.catch(() => {
      if (kept === mine) kept = undefined;
    });
    return reading;
  };
}
