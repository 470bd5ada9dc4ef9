/** Starts that are allowed at once, and when that was counted (ms). */
export interface Bucket {
  readonly tokens: number;
  readonly refilledAt: number;
}
/** `limit` starts in `period` seconds. */
export interface Rate {
  readonly limit: number;
  readonly period: number;
}

/** How long a run waits for the next token before it leaves that to another run, in ms. */
export const tokenPatienceMs = 5_000;

/** A token bucket as it stands at `now` (ms): full where there was none yet, at most full. Pure. */
export function refilled(bucket: Bucket | undefined, rate: Rate, now: number): Bucket {
  if (!bucket) return { tokens: rate.limit, refilledAt: now };
  const passed = Math.max(0, now - bucket.refilledAt);
  const tokens = Math.min(
    rate.limit,
    bucket.tokens + (passed * rate.limit) / (rate.period * 1_000),
  );
  return { tokens, refilledAt: Math.max(now, bucket.refilledAt) };
}

// Tokens come in fractions, and sums of fractions miss whole numbers by a little.
const nearly = 1e-6;

/** How many may start at once from a bucket that is refilled. */
export const startsIn = ({ tokens }: Bucket): number => Math.floor(tokens + nearly);

/** When a refilled bucket has its next whole token, in ms. */
export function nextTokenAt(bucket: Bucket, { limit, period }: Rate): number {
  const missing = Math.max(0, 1 - bucket.tokens);
  return Math.ceil(bucket.refilledAt + (missing * period * 1_000) / limit);
}
