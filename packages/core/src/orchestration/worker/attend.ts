import { metered } from "../../aws/meter.ts";
import { identity, type Invocation } from "./invocation.ts";
import { failureOf } from "./log.ts";
import { InvalidPayloadError } from "./errors.ts";
import { packResult, packStats } from "./result.ts";
import { statsOf } from "./stats.ts";
import { type InvokedTask } from "./task-event.ts";

/** What became of a task's invocation. */
export interface WorkerOutcome {
  readonly task_id: string;
  /** `refused`: another has this attempt, or it is over. `handed on`: a sibling goes on. */
  readonly outcome: "completed" | "refused" | "handed on";
  readonly reason?: string;
}

/** Runs `work` and counts what its clients asked of AWS, whether it succeeds or fails. */
export async function counted<T>({ stats }: Invocation, work: () => Promise<T>): Promise<T> {
  const { result, counts } = await metered(async () =>
    work().then(
      (value) => ({ value }),
      (error: unknown) => ({ error }),
    ),
  );
  for (const [name, value] of Object.entries(statsOf(counts))) stats.add(name, value);
  if ("error" in result) throw result.error;
  return result.value;
}

/** Claims the task's attempt. A refusal is told, not thrown. */
export async function claimed(invocation: Invocation): Promise<{ reason: string } | undefined> {
  const { assistant, nonce, siblingOf, log } = invocation;
  if (nonce === undefined) return undefined;
  const takes_over = siblingOf?.takes_over;
  const answer = await assistant.claim({ ...identity(invocation), nonce, takes_over });
  if (answer.claimed) return undefined;
  const { reason = "unknown" } = answer;
  log.warn("the claim was refused: this invocation ends without running", { reason });
  return { reason };
}

/** Does the work of a claimed task and tells the assistant how it ended. Throws what the work throws. */
export async function attend(
  task: InvokedTask,
  invocation: Invocation,
  work: () => Promise<unknown>,
): Promise<WorkerOutcome> {
  const { task_id } = task;
  const result = await counted(invocation, async () => {
    const returned = await work();
    return invocation.handedOn ? undefined : packed(returned, task, invocation);
  }).catch((error: unknown) => failed(error, invocation));
  if (invocation.handedOn) return { task_id, outcome: "handed on" };
  const { assistant, stats, log } = invocation;
  const told = { ...identity(invocation), stats: packStats(stats.all()), result };
  const { changed } = await assistant.completed(told);
  if (!changed) log.warn("the completion changed nothing: it was told before, or came too late");
  return { task_id, outcome: "completed" };
}

const packed = async (returned: unknown, { task_id }: InvokedTask, { world, nonce }: Invocation) =>
  packResult(returned, {
    key: `results/${task_id}/${nonce ?? world.newToken()}.json`,
    objects: world.objects,
  });

/** Tells the failure, unless a sibling has the task; then throws it. */
async function failed(error: unknown, invocation: Invocation): Promise<never> {
  const { assistant, stats, log, handedOn } = invocation;
  if (handedOn) throw error;
  // The same payload would fail again.
  const retryable = error instanceof InvalidPayloadError ? false : undefined;
  const told = {
    ...identity(invocation),
    stats: packStats(stats.all()),
    error: { ...failureOf(error), retryable },
  };
  try {
    await assistant.failed(told);
  } catch (failure) {
    // The failure itself matters more; untold, the task expires.
    log.error("the assistant was not told of a failure", { error: failure });
  }
  throw error;
}
