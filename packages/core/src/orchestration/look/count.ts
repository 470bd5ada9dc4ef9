import { countOf, type Range } from "../store/read.ts";
import { type Store } from "../store/store.ts";

/** How many there are, as far as anybody counted. */
export interface Count {
  readonly count: number;
  /** There are at least so many. */
  readonly isMore: boolean;
}

/** What counting stops at: a queue of a million costs no more than one of a thousand. */
export const mostCounted = 1_000;

/** Counts the rows of a range, to a thousand. */
export async function capped(range: Range, store: Store): Promise<Count> {
  const count = await countOf(range, mostCounted + 1, store);
  return { count: Math.min(count, mostCounted), isMore: count > mostCounted };
}
