import * as z from "zod/mini";
import { type Environment, parseEnvironment } from "../../aws/environment.ts";
import { wholeNumber } from "../../aws/whole-number.ts";
import { lazy } from "../../lazy.ts";

const ConfigurationEnvironment = /* @__PURE__ */ lazy(() =>
  z.object({
    CONFIG_TABLE: z.prefault(z.string(), "config"),
    CONFIG_ENV: z.prefault(z.string(), "production"),
    CONFIG_TTL_SECONDS: z.optional(wholeNumber(0, 86_400)),
  }),
);

export interface ConfigurationSettings {
  readonly table: string;
  /** The `env` of rows and the `Environment` tag of parameters: `production` by default. */
  readonly env: string;
  /** Ms that a container keeps what it read; 5 minutes by default. */
  readonly ttlMs: number;
}

/** Reads `CONFIG_TABLE`, `CONFIG_ENV` and `CONFIG_TTL_SECONDS`. Throws `InvalidSettingsError`. */
export function configurationSettings(env: Environment = process.env): ConfigurationSettings {
  const read = parseEnvironment(ConfigurationEnvironment(), env);
  const ttlMs = (read.CONFIG_TTL_SECONDS ?? 300) * 1_000;
  return { table: read.CONFIG_TABLE, env: read.CONFIG_ENV, ttlMs };
}
