import { keyIn } from "../orchestrator/census.ts";
import { type View } from "../orchestrator/plan.ts";
import { laneKey, parseLane } from "../lanes.ts";
import { type Labourer } from "../labourer.ts";
import { type Row, type Write } from "../store/write.ts";
import { type Task } from "../task.ts";
import { refilled } from "./bucket.ts";
import { bucketWrite } from "./buckets.ts";

export type Tab = ReturnType<typeof openTab>;

/**
 * Keeps count of what a round's starts take beside their own rows: places in lanes, and tokens of
 * the labourer's bucket or its keys'.
 */
export function openTab(labourer: Labourer, view: View) {
  const rate = view.labourer.flow?.rate_limit;
  const ownRate = rate?.key === undefined ? rate : undefined;
  const keyRate = rate?.key === undefined ? undefined : rate;
  let own = ownRate && refilled(view.bucket, ownRate, view.now);
  const buckets = new Map(view.bucketOf);
  const keysOf = (tasks: readonly Task[]) =>
    keyRate ? counted(tasks.map((task) => keyIn(task, labourer))) : new Map<string, number>();
  const bucketAfter = (key: string, count: number) => {
    if (!keyRate) return undefined;
    const bucket = refilled(buckets.get(key), keyRate, view.now);
    return { ...bucket, tokens: bucket.tokens - count };
  };
  return {
    /** The rows that a task's start touches beside its own, by any name. */
    names: (task: Task): string[] => [
      ...(task.lane === undefined ? [] : [`lane ${task.lane}`]),
      ...(keyRate ? [`key ${keyIn(task, labourer)}`] : []),
    ],
    /** What is written beside the marks of these tasks. */
    writes: (tasks: readonly Task[]): Write[] => [
      ...lanesLeft(tasks, view.now),
      ...Array.from(keysOf(tasks), ([key, count]) => {
        const bucket = bucketAfter(key, count);
        return bucket && keyRate ? [bucketWrite(labourer.id, key, bucket, keyRate)] : [];
      }).flat(),
    ],
    /** What the labourer's row then holds. */
    row: (tasks: readonly Task[]): Row =>
      own ? { tokens: own.tokens - tasks.length, refilled_at: own.refilledAt } : {},
    /** These were marked. */
    take: (tasks: readonly Task[]): void => {
      if (own) own = { ...own, tokens: own.tokens - tasks.length };
      for (const [key, count] of keysOf(tasks)) {
        const bucket = bucketAfter(key, count);
        if (bucket) buckets.set(key, bucket);
      }
    },
  };
}

function lanesLeft(tasks: readonly Task[], now: number): Write[] {
  const lanes = counted(tasks.flatMap(({ lane }) => (lane === undefined ? [] : [lane])));
  return Array.from(lanes, ([lane, count]) => ({
    update: "flow",
    key: laneKey(parseLane(lane)),
    change: { set: { due: now }, add: { waiting: -count } },
  }));
}

function counted(names: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
}
