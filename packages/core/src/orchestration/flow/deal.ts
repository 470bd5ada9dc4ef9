import { freeIn, freeOf, plan, type Hold, type View } from "../orchestrator/plan.ts";
import { nextTokenAt, refilled, startsIn } from "./bucket.ts";

/** A lane with tasks that wait. `due`: since when it waits for its turn, ms. */
export interface WaitingLane {
  /** 0 to 9, the highest. */
  readonly priority: number;
  readonly key: string;
  readonly waiting: number;
  readonly due: number;
}
export interface Deal<Lane extends WaitingLane = WaitingLane> {
  /** One entry for each task that may start, in their order. */
  readonly turns: readonly Lane[];
  /** Lanes whose key has no token: until when (ms) they needn't be looked at. */
  readonly postponed: readonly { readonly lane: Lane; readonly until: number }[];
  /** How many could start beyond those dealt. */
  readonly free: number;
  /** What holds the first lane that had to wait, or all of them. */
  readonly hold?: Hold | undefined;
}

/** Rows of lanes looked at beyond those that could be served: the empty ones, and those without a token. */
const spare = 50;

/** How many lanes, of each priority, are enough: no more are blocked by their keys' limits than tasks run. Pure. */
export const lanesToLookAt = (view: View): number => freeIn(view) + view.runningOf.size + spare;

/**
 * Whose turn it is: the highest priority first, and of one priority the lanes in turn, one task
 * each, those first that wait longest for theirs. Lanes whose key has no slot or token are passed
 * over. Pure.
 */
export function deal<Lane extends WaitingLane>(view: View, lanes: readonly Lane[]): Deal<Lane> {
  const turns: Lane[] = [];
  const slots = new Map<string, number>();
  const slotsOf = (key: string) => slots.get(key) ?? freeOf(key, view);
  let free = freeIn(view);
  for (const level of levelsOf(lanes)) {
    let round = level.map((lane) => ({ lane, left: lane.waiting }));
    while (free > 0 && round.length > 0) {
      const next: typeof round = [];
      for (const { lane, left } of round) {
        if (free === 0) break;
        const slot = slotsOf(lane.key);
        if (left < 1 || slot < 1) continue;
        turns.push(lane);
        slots.set(lane.key, slot - 1);
        free--;
        next.push({ lane, left: left - 1 });
      }
      round = next;
    }
    if (free === 0) break;
  }
  return { turns, postponed: postponedOf(view, lanes), free, hold: holdAfter(turns, lanes, view) };
}

function holdAfter<Lane extends WaitingLane>(
  turns: readonly Lane[],
  lanes: readonly Lane[],
  view: View,
): Hold | undefined {
  const taken = new Map<Lane, number>();
  for (const lane of turns) taken.set(lane, (taken.get(lane) ?? 0) + 1);
  const next = lanes.find((lane) => lane.waiting > (taken.get(lane) ?? 0));
  if (!next) return undefined;
  const candidates = [...turns, next].map(({ key }) => ({ task: { task_id: "" }, key }));
  const verdict = plan(view, candidates).decisions.at(-1)?.verdict;
  return verdict?.do === "wait" ? verdict.hold : undefined;
}

function levelsOf<Lane extends WaitingLane>(lanes: readonly Lane[]): Lane[][] {
  const levels = new Map<number, Lane[]>();
  for (const lane of lanes) {
    const level = levels.get(lane.priority);
    if (level) level.push(lane);
    else levels.set(lane.priority, [lane]);
  }
  const sorted = [...levels].toSorted(([a], [b]) => b - a).map(([, level]) => level);
  return sorted.map((level) => level.toSorted((a, b) => a.due - b.due));
}

function postponedOf<Lane extends WaitingLane>(view: View, lanes: readonly Lane[]) {
  const rate = view.labourer.flow?.rate_limit;
  if (rate?.key === undefined) return [];
  return lanes.flatMap((lane) => {
    const bucket = refilled(view.bucketOf.get(lane.key), rate, view.now);
    return startsIn(bucket) < 1 ? [{ lane, until: nextTokenAt(bucket, rate) }] : [];
  });
}
