import { type Store } from "../store/store.ts";
import { type Task } from "../task.ts";

const mostWrites = 100; // DynamoDB's, a transaction

/**
 * Tasks in order, as many together as one mark's transaction takes: with the labourer's row, each
 * task's history, and each lane and bucket once.
 */
export function packMarks(
  tasks: readonly Task[],
  { author }: Pick<Store, "author">,
  besides: (task: Task) => readonly string[] = () => [],
): Task[][] {
  const packs: Task[][] = [];
  let seen = new Set<string>();
  let writes = mostWrites;
  for (const task of tasks) {
    const own = author ? 2 : 1;
    const more = besides(task).filter((name) => !seen.has(name));
    if (writes + own + more.length > mostWrites) {
      packs.push([]);
      seen = new Set();
      writes = 1;
    }
    const added = besides(task).filter((name) => !seen.has(name));
    for (const name of added) seen.add(name);
    writes += own + added.length;
    packs.at(-1)?.push(task);
  }
  return packs;
}
