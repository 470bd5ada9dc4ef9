import { adoptTasks } from "../flow/adopt.ts";
import { readBuckets } from "../flow/buckets.ts";
import { deal, lanesToLookAt } from "../flow/deal.ts";
import { dueLanes, tidyLanes } from "../flow/lane-rows.ts";
import { tasksOfTurns } from "../flow/lane-tasks.ts";
import { hasLanes } from "../labourer.ts";
import { type Borders } from "../states.ts";
import { type Task } from "../task.ts";
import { frontOfQueue, joined } from "./candidates.ts";
import { type Census } from "./census.ts";
import { type Run } from "./holding.ts";
import { freeIn, holdIn, type Hold, type View } from "./plan.ts";
import { type Yard } from "./yard.ts";

export interface Gathered {
  /** Those whose turn it is, in their order. */
  readonly tasks: readonly Task[];
  readonly view: View;
  readonly tidy: {
    /** What holds the labourer, or the keys of all who wait. */
    readonly hold?: Hold | undefined;
    readonly lanes: () => Promise<void>;
  };
}

interface Around {
  readonly borders: Borders;
  readonly yard: Yard;
}

const nothing = async () => undefined;

/** Finds the tasks whose turn it is: from the front of the queue, or from the lanes in turn. */
export async function gather(
  run: Run,
  census: Census,
  view: View,
  { borders, yard }: Around,
): Promise<Gathered> {
  const { labourer, skip, only, fresh } = run;
  const told = [...census.told, ...fresh.values()];
  const tidy = { hold: holdIn(view), lanes: nothing };
  if (only) {
    const tasks = census.told.filter(({ task_id }) => task_id === only.task_id);
    return { tasks, view: await withBuckets(run, view, tasks, yard), tidy };
  }
  if (hasLanes(labourer)) return gatherLanes(run, { ...census, told }, view, { borders, yard });
  const count = freeIn(view);
  if (count === 0) return { tasks: [], view, tidy };
  // One more than could start: whether somebody has to wait, and for what.
  const front = await frontOfQueue(labourer, borders, { count: count + 1, skip }, yard);
  return { tasks: joined(front, told, borders, skip), view, tidy };
}

async function withBuckets(run: Run, view: View, tasks: readonly Task[], { store }: Yard) {
  const keys = tasks.flatMap(({ flow_key: key }) => key ?? []);
  return { ...view, bucketOf: await readBuckets(run.labourer, keys, store) };
}

async function gatherLanes(
  run: Run,
  { told }: Census,
  view: View,
  { borders, yard }: Around,
): Promise<Gathered> {
  const { labourer, skip } = run;
  const { store } = yard;
  await adoptOnce(run, borders, yard);
  const free = freeIn(view);
  if (free === 0) return { tasks: [], view, tidy: { hold: holdIn(view), lanes: nothing } };
  let most = lanesToLookAt(view);
  for (;;) {
    const { lanes, isAll } = await dueLanes(labourer, { now: view.now, most }, store);
    const keys = lanes.filter(({ waiting }) => waiting > 0).map(({ key }) => key);
    const known = { ...view, bucketOf: await readBuckets(labourer, keys, store) };
    const dealt = deal(known, lanes);
    const isEnough = isAll || dealt.free === 0;
    if (!isEnough && most < mostLanes) {
      most *= 4;
      continue;
    }
    const isSpread = new Set(dealt.turns).size > 1;
    const front = isSpread
      ? await frontOfQueue(labourer, borders, { count: 2 * free, skip }, yard)
      : [];
    const tasks = await tasksOfTurns(dealt.turns, { front, told, skip, borders }, store);
    const tidy = { lanes: () => tidyLanes(lanes, dealt, store), hold: dealt.hold };
    return { tasks, view: known, tidy };
  }
}

/** More lanes than that are looked at by the next runs. */
const mostLanes = 20_000;

async function adoptOnce(run: Run, borders: Borders, { store }: Yard): Promise<void> {
  if (run.adopted) return;
  run.adopted = true;
  const after = run.state.adoption;
  const sweeps = run.news === undefined;
  const walk = await adoptTasks(run.labourer, borders, { after, sweeps }, store);
  const { adoption: _, ...state } = run.state;
  run.state = { ...state, ...(walk.after && { adoption: walk.after }) };
}
