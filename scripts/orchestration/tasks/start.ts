import { lambdaClient } from "@switchyard/core/aws/clients/lambda.ts";
import { lookAtTask } from "@switchyard/core/orchestration/look/task.ts";
import {
  startTask,
  type StartedTask,
} from "@switchyard/core/orchestration/operations/start-task.ts";
import { askToStart } from "@switchyard/core/orchestration/orchestrator/start-one.ts";
import { formatTable } from "../../cli/table.ts";
import { operatorOf } from "../operating.ts";
import type { Changing } from "./change.ts";
import { lineOf } from "./table.ts";

/** Has the orchestrator start one task now. Returns the exit code: 1 where it wasn't started. Throws `TaskNotFoundError`. */
export async function startOne(
  id: string,
  beyondLimits: boolean,
  { deployment, why, yes, json }: Changing,
): Promise<number> {
  const { labourers, store, settings } = deployment;
  const { task, state } = await lookAtTask(id, labourers, store);
  const { orchestrator } = settings.functions;
  const ask = (start: Parameters<typeof askToStart>[0]) =>
    askToStart(start, { lambda: lambdaClient(), orchestrator });
  const answer = yes
    ? await startTask(id, { beyondLimits }, operatorOf(deployment, why), { labourers, store, ask })
    : undefined;
  if (json) console.log(JSON.stringify({ task, state, started: false, ...answer }, undefined, 2));
  else console.log(`${formatTable([lineOf({ row: task, state })])}\n\n${sentence(answer)}`);
  return answer && !answer.started ? 1 : 0;
}

function sentence(answer: StartedTask | undefined) {
  if (!answer) return "Nothing was done; --yes does it.";
  if (answer.started) return "It was started.";
  const why = answer.state === "queued" ? answer.hold : `It is ${answer.state}, not queued.`;
  return `It was not started. ${why ?? ""}`.trim();
}
