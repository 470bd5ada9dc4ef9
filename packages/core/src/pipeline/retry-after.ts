import { type Outcome } from "./outcome.ts";

const firstPause = 5;
const longestPause = 15 * 60;
/** SQS hides a message for at most 12 hours from its receipt. */
const longestHiding = 12 * 3600 - 60;

/**
 * Seconds until a message is worth another delivery: when the soonest of its leases ends, or
 * after a pause that doubles with each attempt. `undefined` when nothing is left to do. Pure.
 */
export function secondsUntilNext(
  outcomes: readonly Outcome[],
  { now, random }: { now: number; random: number },
): number | undefined {
  const pauses = outcomes.flatMap((outcome) => {
    if (outcome.kind === "busy") return [(outcome.until - now) / 1000 + random];
    if (outcome.kind !== "retry") return [];
    const pause = firstPause * 2 ** Math.max(0, outcome.attempts - 1);
    return [Math.min(pause, longestPause) * (0.5 + random)];
  });
  if (pauses.length === 0) return undefined;
  return Math.min(Math.max(Math.ceil(Math.min(...pauses)), 1), longestHiding);
}
