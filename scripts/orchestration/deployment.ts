import { randomUUID } from "node:crypto";
import { hostname, userInfo } from "node:os";
import {
  essentialConfiguration,
  labourersIn,
} from "@switchyard/core/orchestration/configuration/essential.ts";
import { loadConfiguration } from "@switchyard/core/orchestration/configuration/load.ts";
import type { Labourer } from "@switchyard/core/orchestration/labourer.ts";
import {
  orchestrationSettings,
  type OrchestrationSettings,
} from "@switchyard/core/orchestration/settings.ts";
import { deployedStore } from "@switchyard/core/orchestration/store/deployed.ts";
import type { Store } from "@switchyard/core/orchestration/store/store.ts";
import { jobSchema } from "@switchyard/functions/orchestration/job-schema.ts";
import { setEnvironment } from "../local/environment.ts";

/** Orchestration as it is deployed, for a command. */
export interface Deployment {
  readonly settings: OrchestrationSettings;
  /** Of the essential whose view it is: job schemas and more. */
  readonly config: Readonly<Record<string, unknown>>;
  /** Those of the deployment, with what the configuration table adds and changes. */
  readonly labourers: readonly Labourer[];
  readonly store: Store;
  /** Who runs the command, for the records of what was done. */
  readonly by: string;
}

/** Reads it as an essential does: the environment, then the configuration table. Throws what either throws. */
export async function deploymentAt(
  where: { local: boolean },
  role: "scheduler" | "orchestrator" = "orchestrator",
): Promise<Deployment> {
  await setEnvironment(where);
  const settings = orchestrationSettings();
  const options = essentialConfiguration(role, settings, { job_schema: jobSchema });
  const config = await loadConfiguration(options, settings.names[role]);
  const author = { author: "command", invocation_id: randomUUID(), log_stream_name: hostname() };
  return {
    settings,
    config,
    labourers: labourersIn(config),
    store: deployedStore(settings, author),
    by: `${userInfo().username}@${hostname()}`,
  };
}
