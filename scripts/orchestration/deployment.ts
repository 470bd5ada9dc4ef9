import { randomUUID } from "node:crypto";
import { hostname, userInfo } from "node:os";
import { loadConfiguration } from "@switchyard/core/orchestration/configuration/load.ts";
import { UnknownLabourerError } from "@switchyard/core/orchestration/errors.ts";
import { parseLabourers, type Labourer } from "@switchyard/core/orchestration/labourer.ts";
import {
  orchestrationSettings,
  type OrchestrationSettings,
} from "@switchyard/core/orchestration/settings.ts";
import { storeOf, type Store } from "@switchyard/core/orchestration/store/store.ts";
import * as z from "zod";
import { jobSchema } from "@switchyard/functions/orchestration/job-schema.ts";
import { setEnvironment } from "../local/environment.ts";

/** Orchestration as it is deployed, for a command. */
export interface Deployment {
  readonly settings: OrchestrationSettings;
  /** The scheduler's own configuration: job schemas and more. */
  readonly config: z.infer<typeof Config>;
  /** Those of the deployment, with what the configuration table adds and changes. */
  readonly labourers: readonly Labourer[];
  readonly store: Store;
  /** Who runs the command, for the records of what was done. */
  readonly by: string;
}

const Labourers = z.record(z.string(), z.unknown());
const Config = z.looseObject({
  job_schema: z.unknown().optional(),
  job_schema_variants: z.unknown().optional(),
  task_config: z.looseObject({ labourers: Labourers.default({}) }).prefault({}),
});

/** Reads it: the environment, then the configuration table. Throws what either throws. */
export async function deploymentAt(where: { local: boolean }): Promise<Deployment> {
  await setEnvironment(where);
  const settings = orchestrationSettings();
  const config = await loadConfiguration(
    {
      schema: Config,
      essential: true,
      name: "sosw_scheduler_config",
      defaults: { job_schema: jobSchema, task_config: { labourers: settings.labourerSettings } },
    },
    settings.functions.scheduler,
  );
  return {
    settings,
    config,
    labourers: parseLabourers(config.task_config.labourers),
    store: storeFor(settings),
    by: `${userInfo().username}@${hostname()}`,
  };
}

/** Throws `UnknownLabourerError`. */
export function labourerOf({ labourers }: Pick<Deployment, "labourers">, id: string): Labourer {
  const found = labourers.find((one) => one.id === id);
  const registered = labourers.map((one) => one.id);
  if (!found) throw new UnknownLabourerError(id, registered);
  return found;
}

function storeFor({ tables, retentionDays, history }: OrchestrationSettings): Store {
  const author = { author: "command", invocation_id: randomUUID(), log_stream_name: hostname() };
  return storeOf({
    tables,
    ...(retentionDays !== undefined && { retentionDays }),
    ...(history && { author }),
  });
}
