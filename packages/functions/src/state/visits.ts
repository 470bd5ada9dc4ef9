import { Jar } from "@switchyard/core/state/jar";

/** What the jar holds. */
export interface Visits {
  readonly count: number;
  /** When the last one was, ISO 8601. */
  readonly last: string;
}

/**
 * Tells how often `visit.ts` was called: out of this function's own environment, without a table
 * or a bucket. A deployment that changes its environment begins anew.
 */
export async function handler(): Promise<Visits> {
  return countedIn(await new Jar<Visits>().get());
}

export const countedIn = (found: Visits | Record<string, never>): Visits => ({
  count: 0,
  last: "",
  ...found,
});
