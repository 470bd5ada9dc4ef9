import { ShutdownError } from "./errors.ts";

/** Calls back after so many ms, unless cancelled by what it returns. */
export type After = (ms: number, call: () => void) => () => void;

export const realAfter: After = (ms, call) => {
  const timer = setTimeout(call, ms);
  return () => clearTimeout(timer);
};

export interface Shutdown {
  readonly signal: AbortSignal;
  readonly abort: (reason: Error) => void;
  /** Takes the timer back. */
  readonly end: () => void;
}

/**
 * A signal that fires `periodMs` before the function is stopped, so that the worker can end its
 * work in order; where less than twice that is left, at half of what is left.
 */
export function shutdownBefore(leftMs: number, periodMs: number, after: After): Shutdown {
  const controller = new AbortController();
  const rest = Math.min(periodMs, leftMs / 2);
  const end = after(leftMs - rest, () => controller.abort(new ShutdownError(rest)));
  return { signal: controller.signal, abort: (reason) => controller.abort(reason), end };
}
