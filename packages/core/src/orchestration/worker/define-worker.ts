import { type $ZodType, type output } from "zod/v4/core";
import { lazy } from "../../lazy.ts";
import { configurationOf } from "../configuration/container.ts";
import { type ConfigurationOptions } from "../configuration/load.ts";
import { type Settings } from "../configuration/merge.ts";
import { type SiblingLimits } from "../siblings/plan.ts";
import { attend, claimed, counted, type WorkerOutcome } from "./attend.ts";
import { callsOf, type Invocation, type WorkerRun } from "./invocation.ts";
import { type LambdaContext } from "./lambda-context.ts";
import { logWith } from "./log.ts";
import { readPayload } from "./payload.ts";
import { shutdownBefore } from "./shutdown.ts";
import { containerStats, type Stats } from "./stats.ts";
import { readTaskEvent } from "./task-event.ts";
import { flushed, type Flushable, topicIn, type Watched, watched } from "./watch.ts";
import { wholeWorld, type WholeWorld, type WorkerWorld } from "./world.ts";

export interface WorkerOptions<P extends $ZodType, C extends $ZodType, R> {
  /** The worker's name in its log lines. */
  readonly name: string;
  /** What a payload must be. */
  readonly payload: P;
  /** How its configuration is composed; absent: nothing is read. */
  readonly config?: ConfigurationOptions<C>;
  /** The work. What it returns becomes the row's `result_*`. */
  readonly run: (work: WorkerRun<output<P>, output<C>>) => R | Promise<R>;
  /**
   * Whether it claims its attempt before it runs; default true. Off, where sosw's orchestrator or
   * assistant serves this worker: then an attempt may run twice.
   */
  readonly claimOnStart?: boolean;
  /** How long before the function is stopped the signal fires, in ms; default 10 s. */
  readonly shutdownPeriodMs?: number;
  /** Counters that live as long as the container, beside `total_*`. */
  readonly lifetimeStats?: readonly string[];
  readonly siblings?: SiblingLimits;
  /** Notifiers, and others, to be flushed before the outcome is told. */
  readonly flush?: readonly Flushable[];
}

/**
 * Makes a Lambda handler of a worker.
 *
 * For an orchestrator's task it claims the attempt, runs, and tells the assistant the outcome; a
 * failure fails the invocation too. Without a `task_id` it simply runs and returns the result.
 * Throws what `run` throws, `InvalidPayloadError`, `AssistantUnreachableError` (the task expires).
 * Seed: Worker, Processor, get_lambda_handler.
 */
export function defineWorker<
  P extends $ZodType,
  R,
  C extends $ZodType = $ZodType<Settings, Settings>,
>(options: WorkerOptions<P, C, R>, surroundings: WorkerWorld = {}) {
  const world = lazy(() => wholeWorld(surroundings));
  const stats = containerStats(options.lifetimeStats);
  const config = lazy(() => options.config && configurationOf(options.config, world().now));

  return async (event: unknown, context: LambdaContext): Promise<R | WorkerOutcome> => {
    stats.reset();
    stats.add("processor_calls");
    const invocation = begin(event, context, { options, stats, world: world() });
    const work = async () => {
      const settings = ((await config()?.(context.functionName)) ?? {}) as output<C>;
      const payload = await readPayload(options.payload, invocation, world().objects);
      const topic = topicIn(settings) ?? world().settings.deadTopic;
      const given = { ...callsOf(invocation, topic), payload, config: settings };
      return flushed(options.flush, invocation.log, async () => options.run(given));
    };
    return watched(asTraced(invocation, options), async () => {
      const { task } = invocation;
      if (!task) return counted(invocation, work);
      const refusal = await claimed(invocation);
      if (refusal) return { task_id: task.task_id, outcome: "refused", ...refusal };
      return attend(task, invocation, work);
    });
  };
}

/** What the trace says of it: found with its job's API call by the correlation id. */
function asTraced(invocation: Invocation, { name }: { readonly name: string }): Watched {
  const { correlation: correlation_id, task } = invocation;
  const annotations = { correlation_id, task_id: task?.task_id, attempt: task?.attempts };
  return { ...invocation, name, annotations };
}

function begin(
  event: unknown,
  context: LambdaContext,
  { options, stats, world }: Begun,
): Invocation {
  const read = readTaskEvent(event);
  const { claimOnStart = true, shutdownPeriodMs = 10_000, siblings = {}, name } = options;
  const correlation = read.correlation ?? read.task?.job_id ?? context.awsRequestId;
  return {
    ...read,
    correlation,
    context,
    nonce: read.task && claimOnStart ? world.newToken() : undefined,
    log: logWith(world.log, {
      worker: name,
      correlation_id: correlation,
      task_id: read.task?.task_id,
      attempt: read.task?.attempts,
    }),
    stats,
    shutdown: shutdownBefore(context.getRemainingTimeInMillis(), shutdownPeriodMs, world.after),
    assistant: world.assistant,
    world,
    limits: siblings,
    handedOn: false,
  };
}

interface Begun {
  readonly options: Pick<
    WorkerOptions<$ZodType, $ZodType, unknown>,
    "name" | "claimOnStart" | "shutdownPeriodMs" | "siblings"
  >;
  readonly stats: Stats;
  readonly world: WholeWorld;
}
