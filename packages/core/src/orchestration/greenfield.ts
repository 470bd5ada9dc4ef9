/** What an invocation adds to the time: one year, in seconds (sosw's). */
export const invocationDelta = 31_557_600;

const step = 1_000;
const start = 2_000;

/** Where new tasks stand: the first, and how far apart they are. */
export interface Places {
  readonly first: number;
  readonly apart: number;
}

/**
 * The places of `count` new tasks at the end of a queue, from the greenfield of its newest task;
 * `now` in seconds since 1970.
 *
 * An empty queue starts at 2,000, and tasks stand 1,000 apart, as sosw's. Nearer to now they
 * stand closer, in fractions, so that none reaches it.
 */
export function placesAfter(newest: number | undefined, count: number, now: number): Places {
  const before = newest ?? start - step;
  const apart = Math.min(step, (now - before) / (count + 1));
  return { first: before + apart, apart };
}

/** The same as a list, in order. */
export function placesAtEnd(count: number, newest: number | undefined, now: number): number[] {
  const { first, apart } = placesAfter(newest, count, now);
  return Array.from({ length: count }, (_, index) => first + index * apart);
}

/** The places of `count` tasks that return to the front of a queue, each before the last. */
export function placesAtFront(count: number, oldest: number | undefined): number[] {
  const before = oldest ?? step;
  return Array.from({ length: count }, (_, index) => before - index - 1);
}
