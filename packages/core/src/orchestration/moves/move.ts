import { laneKey, parseLane } from "../lanes.ts";
import { transactGroups, type Group, type Outcomes } from "../store/transact-groups.ts";
import { type Store } from "../store/store.ts";
import { type Write } from "../store/write.ts";
import { type Task } from "../task.ts";

/** One task's way from one table to another: all of it or nothing. Data; nothing is written yet. */
export interface Move extends Group {
  /** The row as it was read. */
  readonly task: Task;
  /** How many more (or fewer, below 0) then wait in a lane. Several moves may touch one lane's row. */
  readonly lanes: readonly { readonly lane: string; readonly by: number }[];
}

/**
 * Makes moves in as few transactions as they fit in. A move whose row has changed since it was
 * read is refused, with its rows as they now stand (`rows`, in the order of its writes), and the
 * others go on. `goOn` is heard before each transaction; `beside` goes with each, and where that is
 * refused the rest is left (`stopped`). Errors as `transact`.
 */
export async function moveAll<M extends Move>(
  moves: readonly M[],
  store: Store,
  { goOn = () => true, beside = [] }: MoveOptions = {},
): Promise<Outcomes<M>> {
  const done: M[] = [];
  const refused: Outcomes<M>["refused"][number][] = [];
  const left: M[] = [];
  let stopped: Outcomes<M>["stopped"];
  const shared = (some: readonly M[]) => [...beside, ...laneWrites(some, store.now())];
  for (const groups of batchesOf(moves, mostWrites - beside.length)) {
    if (left.length > 0 || !goOn()) {
      left.push(...groups);
      continue;
    }
    const sharedMost = beside.length + lanesOf(groups).size;
    const answer = await transactGroups({ groups, shared, sharedMost, goOn }, store);
    done.push(...answer.done);
    refused.push(...answer.refused);
    left.push(...answer.left);
    ({ stopped } = answer);
  }
  return { done, refused, left, ...(stopped && { stopped }) };
}

export interface MoveOptions {
  readonly goOn?: () => boolean;
  readonly beside?: readonly Write[];
}

/** The changes of lanes' counters that moves bring, summed: one write for each lane. `now` in ms. */
export function laneWrites(moves: readonly Pick<Move, "lanes">[], now: number): Write[] {
  const sums = new Map<string, number>();
  for (const { lane, by } of moves.flatMap((move) => move.lanes))
    sums.set(lane, (sums.get(lane) ?? 0) + by);
  const changed = [...sums].filter(([, by]) => by !== 0);
  return changed.map(([lane, by]) => ({
    update: "flow",
    key: laneKey(parseLane(lane)),
    change: { add: { waiting: by }, ...(by > 0 && { setOnce: { due: now } }) },
  }));
}

const mostWrites = 100;

// A transaction holds the moves' writes and one for each lane among them.
function batchesOf<M extends Move>(moves: readonly M[], most: number): M[][] {
  const batches: M[][] = [];
  let lanes = new Set<string>();
  let writes = 0;
  for (const move of moves) {
    const withIt = new Set([...lanes, ...move.lanes.map(({ lane }) => lane)]);
    const fits = writes + move.writes.length + withIt.size <= most;
    const batch = batches.at(-1);
    if (batch && fits) batch.push(move);
    else batches.push([move]);
    lanes = batch && fits ? withIt : lanesOf([move]);
    writes = (batch && fits ? writes : 0) + move.writes.length;
  }
  return batches;
}

const lanesOf = (moves: readonly Move[]) =>
  new Set(moves.flatMap((move) => move.lanes.map(({ lane }) => lane)));
