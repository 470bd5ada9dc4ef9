import { type Labourer } from "../labourer.ts";
import { composeConfiguration } from "./compose.ts";
import { essentialConfiguration, labourersIn, type EssentialSettings } from "./essential.ts";
import { keptFor } from "./kept.ts";
import { configurationSettings } from "./settings.ts";
import { type AnySource } from "./source.ts";
import { configTable } from "./sources/table.ts";

interface Reading {
  /** Default: the configuration table. */
  readonly sources?: readonly AnySource[];
  /** Default: `CONFIG_TTL_SECONDS`. */
  readonly ttlMs?: number;
  readonly now?: () => number;
}

/**
 * Who is orchestrated, for those who only look: the deployment's labourers with what the
 * configuration table adds and changes, as the orchestrator has them. Read once for a container, and
 * again after the time to live.
 *
 * Throws `InvalidOrchestrationConfigError`, `ConfigurationUnreadableError`. Needs `dynamodb:GetItem`
 * on the configuration table. Seed: TaskManager.register_labourers.
 */
export function registeredLabourers(
  settings: EssentialSettings,
  { sources = [configTable()], ttlMs = configurationSettings().ttlMs, now }: Reading = {},
): () => Promise<readonly Labourer[]> {
  const { name = "", ...options } = essentialConfiguration("orchestrator", settings);
  const read = () => composeConfiguration({ ...options, name, sources }, name);
  return keptFor(
    () => ttlMs,
    async () => labourersIn(await read()),
    now,
  );
}
