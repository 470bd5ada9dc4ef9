import * as z from "zod/mini";
import { lazy } from "../../lazy.ts";
import { type Labourer, parseLabourers } from "../labourer.ts";
import { type EssentialRole, type OrchestrationSettings } from "../settings.ts";
import type { ConfigurationOptions } from "./load.ts";
import { isSettings, type Settings } from "./merge.ts";

const Schema = /* @__PURE__ */ lazy(() => z.record(z.string(), z.unknown()));
/** What of a deployment's settings it takes. */
export type EssentialSettings = Pick<OrchestrationSettings, "labourerSettings" | "names">;

/**
 * What an essential's configuration is made of: `defaults` and the labourers of the deployment, over
 * them `sosw_essential_config` and `<logical name>_config`.
 */
export function essentialConfiguration(
  role: EssentialRole,
  { labourerSettings, names }: EssentialSettings,
  defaults: Settings = {},
): ConfigurationOptions<ReturnType<typeof Schema>> {
  return {
    name: `${names[role]}_config`,
    essential: true,
    schema: Schema(),
    defaults: { ...defaults, task_config: { labourers: labourerSettings } },
  };
}

/** The labourers of an essential's configuration, where sosw has them. Throws `InvalidOrchestrationConfigError`. */
export function labourersIn({ task_config: tasks }: Settings): Labourer[] {
  return parseLabourers((isSettings(tasks) ? tasks["labourers"] : undefined) ?? {});
}
