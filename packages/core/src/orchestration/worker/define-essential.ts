import { safeParse, type $ZodType, type output } from "zod/v4/core";
import { issuesOf } from "../../aws/environment.ts";
import { lazy } from "../../lazy.ts";
import { correlationOf } from "../../pipeline/correlation.ts";
import { configurationOf } from "../configuration/container.ts";
import { type ConfigurationOptions } from "../configuration/load.ts";
import { type Settings } from "../configuration/merge.ts";
import { die } from "./die.ts";
import { InvalidEventError } from "./errors.ts";
import { type LambdaContext } from "./lambda-context.ts";
import { type Log, logWith } from "./log.ts";
import { shutdownBefore } from "./shutdown.ts";
import { containerStats, type Stats } from "./stats.ts";
import { type Surroundings, surroundingsOf } from "./surroundings.ts";
import { type Flushable, flushed, topicIn, watched } from "./watch.ts";

/** What an essential's `handle` is given. */
export interface EssentialCall<Event, Config> {
  readonly event: Event;
  readonly config: Config;
  readonly logger: Log;
  readonly stats: Stats;
  readonly context: LambdaContext;
  /** The event's `correlation_id`, or its job's; else the request's id. */
  readonly correlation: string;
  /** Fires before the function is stopped. */
  readonly signal: AbortSignal;
  readonly remainingMs: () => number;
  /** Logs, tells the topic `dead_sns_topic`, and fails the invocation. */
  readonly die: (message: string) => Promise<never>;
}

export interface EssentialOptions<E extends $ZodType, C extends $ZodType, R> {
  /** The essential's name in its log lines. */
  readonly name: string;
  /** What an event must be. */
  readonly event: E;
  /** `sosw_essential_config` and the function's own lie above the defaults. */
  readonly config?: ConfigurationOptions<C>;
  readonly handle: (call: EssentialCall<output<E>, output<C>>) => R | Promise<R>;
  /** How long before the function is stopped the signal fires, in ms; default 10 s. */
  readonly shutdownPeriodMs?: number;
  readonly lifetimeStats?: readonly string[];
  readonly flush?: readonly Flushable[];
}

/**
 * Makes a Lambda handler of a scheduler, orchestrator, scavenger or assistant: configuration once
 * for a container, log lines with a correlation id, counters, errors logged and thrown.
 *
 * Throws `InvalidEventError`, and what `handle` throws. Seed: Essential.
 */
export function defineEssential<
  E extends $ZodType,
  R,
  C extends $ZodType = $ZodType<Settings, Settings>,
>(options: EssentialOptions<E, C, R>, surroundings: Surroundings = {}) {
  const world = lazy(() => surroundingsOf(surroundings));
  const stats = containerStats(options.lifetimeStats);
  const config = lazy(() =>
    configurationOf<C>({ essential: true, ...options.config }, world().now),
  );

  return async (received: unknown, context: LambdaContext): Promise<R> => {
    stats.reset();
    stats.add("processor_calls");
    const { shutdownPeriodMs = 10_000, name } = options;
    const left = context.getRemainingTimeInMillis();
    const shutdown = shutdownBefore(left, shutdownPeriodMs, world().after);
    const correlation = correlationIn(received) ?? context.awsRequestId;
    const log = logWith(world().log, { essential: name, correlation_id: correlation });
    const annotations = { correlation_id: correlation };
    const traced = { name, annotations, log, stats, shutdown, world: world() };
    return watched(traced, async () => {
      const settings = await config()(context.functionName);
      const topic = topicIn(settings) ?? world().settings.deadTopic;
      const { publish } = world();
      const call = {
        event: parsedEvent(options.event, received),
        config: settings,
        logger: log,
        stats,
        context,
        correlation,
        signal: shutdown.signal,
        remainingMs: () => context.getRemainingTimeInMillis(),
        die: (message: string) => die(message, { context, topic, log, stats, publish }),
      };
      return flushed(options.flush, log, async () => options.handle(call));
    });
  };
}

function parsedEvent<E extends $ZodType>(schema: E, event: unknown): output<E> {
  const { success, data, error } = safeParse(schema, event);
  if (!success) throw new InvalidEventError(issuesOf(error, event));
  return data;
}

function correlationIn(event: unknown): string | undefined {
  if (typeof event !== "object" || event === null) return undefined;
  const id: unknown = Reflect.get(event, "correlation_id");
  if (typeof id === "string") return correlationOf(id);
  return "job" in event ? correlationIn(event.job) : undefined;
}
