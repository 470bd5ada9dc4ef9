import { type Trace, type Work } from "../../tracing/trace.ts";
import { type Log } from "./log.ts";
import { type Shutdown } from "./shutdown.ts";
import { type Stats } from "./stats.ts";

/** Something that holds what must be out before an invocation ends, like a `Notifier`. */
export interface Flushable {
  readonly flush: () => Promise<void>;
}

/**
 * Does the work, then flushes, also after a failure. A failed flush fails the work; where the work
 * has failed by itself it is logged.
 */
export async function flushed<T>(
  flushables: readonly Flushable[] | undefined,
  log: Log,
  work: () => Promise<T>,
): Promise<T> {
  const flush = async () => Promise.all((flushables ?? []).map((one) => one.flush()));
  let result: T;
  try {
    result = await work();
  } catch (error) {
    await flush().catch((failure: unknown) => log.error("a flush failed", { error: failure }));
    throw error;
  }
  await flush();
  return result;
}

/** An invocation that is watched. */
export interface Watched {
  /** Of its subsegment in the trace. */
  readonly name: string;
  readonly annotations: Work["annotations"];
  readonly log: Log;
  readonly stats: Stats;
  readonly shutdown: Shutdown;
  readonly world: { readonly now: () => number; readonly trace: Trace };
}

/** Logs and traces how an invocation ended, with its counters, and takes its timer back. */
export async function watched<T>(
  { name, annotations, log, stats, shutdown, world }: Watched,
  work: () => Promise<T>,
): Promise<T> {
  const began = world.now();
  let failed = false;
  try {
    return await work();
  } catch (error) {
    failed = true;
    log.error("the invocation failed", { error });
    throw error;
  } finally {
    shutdown.end();
    log.info("the invocation ended", { stats: stats.all() });
    // A trace that can't be sent is no reason to do the work twice.
    await world
      .trace({ name, began, ended: world.now(), annotations, failed })
      .catch((error: unknown) => log.warn("a trace was not sent", { error }));
  }
}

/** sosw's name for where `die` publishes. */
export function topicIn(settings: unknown): string | undefined {
  if (typeof settings !== "object" || settings === null) return undefined;
  const topic: unknown = Reflect.get(settings, "dead_sns_topic");
  return typeof topic === "string" ? topic : undefined;
}
