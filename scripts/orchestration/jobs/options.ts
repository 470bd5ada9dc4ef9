import { lambdaClient } from "@switchyard/core/aws/clients/lambda.ts";
import { poke } from "@switchyard/core/orchestration/orchestrator/poke.ts";
import { readJobSchemas, type SchedulerOptions } from "@switchyard/core/orchestration/scheduler.ts";
import type { Deployment } from "../deployment.ts";

/** The scheduler as the deployed function has it. */
export function schedulerOptions({
  settings,
  config,
  labourers,
  store,
}: Deployment): SchedulerOptions {
  const { orchestrator } = settings.functions;
  return {
    labourers,
    queueBucket: settings.queueBucket ?? "",
    schemas: readJobSchemas(config),
    timeZone: settings.timeZone,
    store,
    poke: (news) => poke(news, { lambda: lambdaClient(), orchestrator }),
  };
}
