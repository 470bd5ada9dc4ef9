import * as z from "zod/mini";
import { type Environment, parseEnvironment } from "../../aws/environment.ts";
import { lazy } from "../../lazy.ts";

const ConfigurationEnvironment = /* @__PURE__ */ lazy(() =>
  z.object({
    CONFIG_TABLE: z.prefault(z.string(), "config"),
    CONFIG_ENV: z.prefault(z.string(), "production"),
  }),
);

export interface ConfigurationSettings {
  readonly table: string;
  /** The `env` of rows and the `Environment` tag of parameters: `production` by default. */
  readonly env: string;
}

/** Reads `CONFIG_TABLE` and `CONFIG_ENV`. Throws `InvalidSettingsError`. */
export function configurationSettings(env: Environment = process.env): ConfigurationSettings {
  const read = parseEnvironment(ConfigurationEnvironment(), env);
  return { table: read.CONFIG_TABLE, env: read.CONFIG_ENV };
}
