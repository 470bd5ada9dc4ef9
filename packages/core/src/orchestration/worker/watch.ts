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

/** Logs how an invocation ended, with its counters, and takes its timer back. */
export async function watched<T>(
  {
    log,
    stats,
    shutdown,
  }: { readonly log: Log; readonly stats: Stats; readonly shutdown: Shutdown },
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    log.error("the invocation failed", { error });
    throw error;
  } finally {
    shutdown.end();
    log.info("the invocation ended", { stats: stats.all() });
  }
}

/** sosw's name for where `die` publishes. */
export function topicIn(settings: unknown): string | undefined {
  if (typeof settings !== "object" || settings === null) return undefined;
  const topic: unknown = Reflect.get(settings, "dead_sns_topic");
  return typeof topic === "string" ? topic : undefined;
}
