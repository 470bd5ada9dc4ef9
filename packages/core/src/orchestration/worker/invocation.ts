import { type Parent, type SiblingLimits } from "../siblings/plan.ts";
import { type HeartbeatAnswer } from "../assistant/protocol.ts";
import { type Assistant } from "./assistant-client.ts";
import { die } from "./die.ts";
import { TaskLostError } from "./errors.ts";
import { type LambdaContext } from "./lambda-context.ts";
import { type Log } from "./log.ts";
import { type Shutdown } from "./shutdown.ts";
import { type Stats } from "./stats.ts";
import { type InvokedTask, type TaskEvent } from "./task-event.ts";
import { type WholeWorld } from "./world.ts";

/** What `run` is given. */
export interface WorkerRun<Payload, Config> {
  /** Absent where no orchestrator started the function. */
  readonly task?: InvokedTask;
  readonly payload: Payload;
  readonly config: Config;
  readonly logger: Log;
  readonly stats: Stats;
  readonly context: LambdaContext;
  /** Fires before the function is stopped, and when a heartbeat learns that the task is lost. */
  readonly signal: AbortSignal;
  readonly remainingMs: () => number;
  /** Tells that the task is alive; fires `signal` where it is cancelled or lost. Without a task: alive. */
  readonly heartbeat: () => Promise<HeartbeatAnswer>;
  /**
   * Starts a copy of this function to go on with `payload`. A task goes with it: this invocation
   * then no longer completes it, and should end soon.
   */
  readonly spawnSibling: (
    payload: Readonly<Record<string, unknown>>,
    options?: { readonly force?: boolean },
  ) => Promise<void>;
  /** Logs, tells the topic `dead_sns_topic`, and fails the invocation. */
  readonly die: (message: string) => Promise<never>;
}

/** One invocation: what it was called with, and what it has done about its task. */
export interface Invocation extends TaskEvent {
  readonly context: LambdaContext;
  /** Where the task was claimed. */
  readonly nonce?: string;
  readonly log: Log;
  readonly stats: Stats;
  readonly shutdown: Shutdown;
  readonly assistant: Assistant;
  readonly world: WholeWorld;
  readonly limits: SiblingLimits;
  /** Whether a sibling has the task now, or may have it. */
  handedOn: boolean;
}

/** Who asks the assistant, as the protocol names it. */
export const identity = ({
  task,
  nonce,
  correlation,
}: Pick<Invocation, "task" | "nonce" | "correlation">) => ({
  task_id: task?.task_id ?? "",
  correlation_id: correlation,
  labourer_id: task?.labourer_id,
  // Only who has claimed an attempt can speak for it: sosw's orchestrator counts attempts otherwise.
  attempt: nonce === undefined ? undefined : task?.attempts,
  nonce,
  poke_hops: nonce === undefined ? undefined : task?.poke_hops,
});

/** The calls that `run` may make. `topic`: where `die` publishes. */
export function callsOf(invocation: Invocation, topic: string) {
  const { context, log, stats, world, shutdown } = invocation;
  return {
    logger: log,
    stats,
    context,
    task: invocation.task,
    signal: shutdown.signal,
    remainingMs: () => context.getRemainingTimeInMillis(),
    heartbeat: () => beat(invocation),
    die: (message: string) => die(message, { context, topic, log, stats, publish: world.publish }),
    spawnSibling: async (
      payload: Readonly<Record<string, unknown>>,
      options?: { readonly force?: boolean },
    ) => handOn(invocation, payload, options),
  };
}

async function beat(invocation: Invocation): Promise<HeartbeatAnswer> {
  const { task, assistant, shutdown } = invocation;
  if (!task) return { alive: true, cancelled: false };
  const answer = await assistant.heartbeat(identity(invocation));
  if (answer.cancelled) shutdown.abort(new TaskLostError(task.task_id, "cancelled"));
  else if (!answer.alive) shutdown.abort(new TaskLostError(task.task_id, "lost"));
  return answer;
}

async function handOn(
  invocation: Invocation,
  payload: Readonly<Record<string, unknown>>,
  options?: { readonly force?: boolean },
) {
  const { task, world, log, limits } = invocation;
  const { spawnSibling } = await import("../siblings/spawn.ts");
  const { AlreadyHandedOnError, SiblingUnknownError } = await import("../siblings/errors.ts");
  if (task && invocation.handedOn) throw new AlreadyHandedOnError(task.task_id);
  try {
    await spawnSibling(payload, parentOf(invocation), options, { ...world, ...limits });
    invocation.handedOn = true;
    log.info("a sibling was started", { generation: (invocation.siblingOf?.generation ?? 0) + 1 });
  } catch (error) {
    // It may be running: only the expiry of the task can tell.
    if (error instanceof SiblingUnknownError) invocation.handedOn = true;
    throw error;
  }
}

function parentOf({ context, siblingOf, task, nonce, correlation }: Invocation) {
  const parent: Parent = {
    functionName: context.functionName,
    siblingOf,
    task,
    nonce,
    correlation,
  };
  return { ...parent, functionArn: context.invokedFunctionArn };
}
