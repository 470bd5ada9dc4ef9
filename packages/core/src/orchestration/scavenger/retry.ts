import { type Labourer } from "../labourer.ts";

/** An attempt that failed, and what decides whether another one follows. */
export interface FailedAttempt {
  /** Attempts so far, this one among them. */
  readonly attempts: number;
  readonly labourer: Pick<Labourer, "retry" | "max_attempts">;
  /** Seconds; sosw's rule multiplies it with the attempts. */
  readonly maxDuration: number;
  /** From 0 to 1. */
  readonly random: number;
}
/** `delay` in seconds. */
export type AfterFailure =
  | { readonly kind: "retry"; readonly delay: number }
  | { readonly kind: "dead"; readonly reason: "attempts" };

/**
 * Whether and when the next attempt comes: after `base` seconds, doubled for each attempt after
 * the first, at most `cap`, the half of it by chance; or by sosw's rule after max duration ×
 * attempts. Pure: the scavenger does it, and the simulator tries it out.
 */
export function afterFailure(failed: FailedAttempt): AfterFailure {
  const { attempts, labourer } = failed;
  return attempts >= labourer.max_attempts
    ? { kind: "dead", reason: "attempts" }
    : { kind: "retry", delay: retryDelay(failed) };
}

/** Seconds until the next attempt. Pure. */
export function retryDelay({
  attempts,
  labourer: { retry },
  maxDuration,
  random,
}: Omit<FailedAttempt, "labourer"> & { readonly labourer: Pick<Labourer, "retry"> }): number {
  const made = Math.max(1, attempts);
  if (retry.policy === "attempts") return maxDuration * made;
  const most = Math.min(retry.cap, retry.base * 2 ** Math.min(made - 1, 40));
  return most * (0.5 + random / 2);
}
