import { GetFunctionConfigurationCommand } from "@aws-sdk/client-lambda";
import { lambdaClient } from "@switchyard/core/aws/clients/lambda.ts";
import { UsageError } from "../cli/command.ts";
import { setEnvironment } from "../local/environment.ts";

/** What the scheduler's function is told, and commands need too. */
const shared = [
  "TASKS_TABLE",
  "CLOSED_TASKS_TABLE",
  "RETRY_TASKS_TABLE",
  "TASKS_META_TABLE",
  "CONFIG_TABLE",
  "CONFIG_ENV",
  "FLOW_TABLE",
  "QUEUE_BUCKET",
  "SCHEDULER_FUNCTION",
  "ORCHESTRATOR_FUNCTION",
  "SCAVENGER_FUNCTION",
  "ASSISTANT_FUNCTION",
  "TASK_RETENTION_DAYS",
  "TASK_HISTORY",
  "JOB_TIME_ZONE",
  "LABOURERS",
];

/**
 * Sets the environment that orchestration's settings are read from: what the deployed scheduler's
 * function has. What is set already stays; where `LABOURERS` is, nothing is asked for.
 *
 * Needs `lambda:GetFunctionConfiguration` on that function. Throws `UsageError`.
 */
export async function setOrchestrationEnvironment(where: { local: boolean }): Promise<void> {
  await setEnvironment(where);
  if (process.env["LABOURERS"]) return;
  const name = process.env["SCHEDULER_FUNCTION"];
  if (!name) throw new UsageError("The app there has no scheduler yet: deploy it once more.");
  const { Environment } = await lambdaClient().send(
    new GetFunctionConfigurationCommand({ FunctionName: name }),
  );
  Object.assign(process.env, missing(Environment?.Variables ?? {}, process.env));
}

type Variables = Readonly<Record<string, string | undefined>>;

/** Those of the function's variables that are shared and not set here. Pure. */
export const missing = (theirs: Variables, mine: Variables): Record<string, string> =>
  Object.fromEntries(
    shared.flatMap((name) => {
      const value = theirs[name];
      return value === undefined || mine[name] !== undefined ? [] : [[name, value]];
    }),
  );
