/** What an invocation adds to the time: one year, in seconds (sosw's). */
export const invocationDelta = 31_557_600;

const step = 1_000;
const start = 2_000;

/**
 * The places of `count` new tasks at the end of a queue, in order, from the greenfield of its
 * newest task; `now` in seconds since 1970.
 *
 * An empty queue starts at 2,000, and tasks stand 1,000 apart, as sosw's. Nearer to now they
 * stand closer, in fractions, so that none reaches it.
 */
export function placesAtEnd(count: number, newest: number | undefined, now: number): number[] {
  const before = newest ?? start - step;
  const apart = Math.min(step, (now - before) / (count + 1));
  return Array.from({ length: count }, (_, index) => before + (index + 1) * apart);
}

/** The places of `count` tasks that return to the front of a queue, each before the last. */
export function placesAtFront(count: number, oldest: number | undefined): number[] {
  const before = oldest ?? step;
  return Array.from({ length: count }, (_, index) => before - index - 1);
}
