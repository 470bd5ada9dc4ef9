import { lookAtTask } from "../look/task.ts";
import { type LookState } from "../look/ranges.ts";
import { type Start, type Started } from "../orchestrator/start-one.ts";
import { transact } from "../store/transact.ts";
import { auditPut } from "./audit.ts";
import { labourerOf, type Operating, type Operator } from "./operating.ts";

export interface StartedTask extends Started {
  /** What it was when it was looked at: only a queued task is started. */
  readonly state: LookState;
}

interface Starting extends Pick<Operating, "store" | "labourers"> {
  /** Has the orchestrator start it: `askToStart`. */
  readonly ask: (start: Start) => Promise<Started>;
}

/**
 * Starts one queued task now, out of its turn; `beyondLimits` also past limits, rates and health.
 * One that waits for its retry or is dead is what `operateTask`'s `retry` is for.
 *
 * Throws `TaskNotFoundError`, `UnknownLabourerError`, `StartFailedError`. Seed: invoke_task.
 */
export async function startTask(
  id: string,
  { beyondLimits = false }: { readonly beyondLimits?: boolean },
  who: Operator,
  { store, labourers, ask }: Starting,
): Promise<StartedTask> {
  const { task, state } = await lookAtTask(id, labourers, store);
  labourerOf(task.labourer_id, { labourers });
  if (state !== "queued") return { started: false, state };
  const answer = await ask({ task_id: id, beyond_limits: beyondLimits });
  const what = { action: "start", task_id: id, beyond_limits: beyondLimits };
  if (answer.started) await transact([auditPut(who, what, store)], store);
  return { ...answer, state };
}
