/**
 * Runs `work` on every item, at most `limit` at once, and gives the results in the items' order.
 *
 * After the first failure no further item is begun; it throws that failure once what was begun
 * has ended.
 */
export async function inParallel<T, R>(
  items: Iterable<T>,
  limit: number,
  work: (item: T) => Promise<R>,
): Promise<R[]> {
  const queue = Array.from(items).entries();
  const results: R[] = [];
  const failures: unknown[] = [];
  const runOne = async () => {
    for (const [index, item] of queue) {
      if (failures.length > 0) return;
      try {
        results[index] = await work(item);
      } catch (error) {
        failures.push(error);
      }
    }
  };
  await Promise.all(Array.from({ length: Math.max(1, limit) }, runOne));
  if (failures.length > 0) throw failures[0];
  return results;
}
