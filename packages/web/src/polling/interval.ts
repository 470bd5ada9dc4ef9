interface Watching {
  /** Whether anything shown is going to change by itself. */
  readonly isGoing: boolean;
  readonly isHidden: boolean;
  /** Errors in a row. */
  readonly failures: number;
}

/** ms between two requests. */
export const intervals = { going: 2_000, still: 15_000, hidden: 60_000, most: 120_000 } as const;

/** When to ask again: soon while something goes on, seldom otherwise, rarely when nobody looks. Pure. */
export function nextPoll({ isGoing, isHidden, failures }: Watching): number {
  const usual = isHidden ? intervals.hidden : isGoing ? intervals.going : intervals.still;
  return Math.min(intervals.most, usual * 2 ** Math.min(failures, 6));
}
