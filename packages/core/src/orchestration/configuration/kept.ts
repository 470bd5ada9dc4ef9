/**
 * Reads something once for a container, and again after `ttlMs`.
 *
 * Those who ask together share one reading. A failed reading is not kept.
 */
export function keptFor<A extends readonly unknown[], T>(
  ttlMs: () => number,
  read: (...asked: A) => Promise<T>,
  now: () => number = Date.now,
): (...asked: A) => Promise<T> {
  let kept: { readonly reading: Promise<T>; readonly until: number } | undefined;
  return (...asked) => {
    if (kept && now() < kept.until) return kept.reading;
    const reading = read(...asked);
    const mine = { reading, until: now() + ttlMs() };
    kept = mine;
    reading.catch(() => {
      if (kept === mine) kept = undefined;
    });
    return reading;
  };
}
