import { readBuckets } from "../../flow/buckets.ts";
import { deal } from "../../flow/deal.ts";
import { dueLanes, type LaneRow } from "../../flow/lane-rows.ts";
import { invocationDelta } from "../../greenfield.ts";
import { laneKey, laneName, parseLane } from "../../lanes.ts";
import { hasLanes, type Labourer } from "../../labourer.ts";
import { bordersOf, stateOf, type Borders } from "../../states.ts";
import { countOf, getRow } from "../../store/read.ts";
import { type Store } from "../../store/store.ts";
import { indexes } from "../../tables.ts";
import { type Task } from "../../task.ts";
import { keyIn, takeCensus } from "../census.ts";
import { freeIn, plan, type Verdict, type View } from "../plan.ts";
import { decidedHealth } from "../register.ts";
import { newNotes } from "../report.ts";
import { stateKey, stateOfRow, type LabourerState } from "../state-row.ts";
import { type Yard } from "../yard.ts";
import { type Reason } from "./reasons.ts";

/** Tasks ahead are counted up to here. */
const mostAhead = 1_000;

/** What holds a task of the tasks table. */
export async function reasonInQueue(task: Task, labourer: Labourer, yard: Yard): Promise<Reason> {
  const { store } = yard;
  const now = store.now();
  const borders = bordersOf(labourer, now);
  const known = startedReason(task, borders);
  if (known) return known;
  const state = stateOfRow(await getRow("flow", stateKey(labourer.id), store));
  const view = await viewFor(task, labourer, { state, borders, now }, yard);
  const [decision] = plan(view, [{ task, key: keyIn(task, labourer) }]).decisions;
  const verdict: Verdict = decision?.verdict ?? { do: "start" };
  if (verdict.do === "close") return { why: "closing", as: verdict.as };
  if (verdict.do === "set_aside") return { why: "job_paused", job_id: task.job_id ?? "" };
  if (verdict.do === "wait") return verdict.hold;
  const behind =
    hasLanes(labourer) && task.lane !== undefined
      ? await behindInLanes(task, task.lane, labourer, { view, borders }, store)
      : await behindInQueue(task, { view, borders }, store);
  if (behind) return behind;
  if (state.holder !== undefined && (state.until ?? 0) > now)
    return { why: "lease", until: (state.until ?? 0) / 1_000 };
  return { why: "next" };
}

function startedReason(task: Task, borders: Borders): Reason | undefined {
  if (task.completed_at !== undefined) return { why: "completed", at: task.completed_at };
  const state = stateOf(task, borders);
  const [since, attempt] = [task.greenfield - invocationDelta, task.attempts];
  if (state === "running") {
    const claimed = task.claim !== undefined && task.claim_attempt === attempt;
    return { why: "running", since, attempt, claimed, cancelled: task.cancelled_at !== undefined };
  }
  return state === "expired" ? { why: "expired", since, attempt } : undefined;
}

async function viewFor(
  task: Task,
  labourer: Labourer,
  { state, borders, now }: { state: LabourerState; borders: Borders; now: number },
  yard: Yard,
): Promise<View> {
  const [census, health, bucketOf] = await Promise.all([
    takeCensus(labourer, borders, { recent: state.recent, news: [] }, yard),
    decidedHealth({ labourer, state, notes: newNotes() }, yard),
    readBuckets(labourer, [keyIn(task, labourer)], yard.store),
  ]);
  const { tokens, refilledAt } = state;
  return {
    now,
    labourer,
    health,
    coefficients: yard.coefficients,
    running: census.running,
    runningOf: census.runningOf,
    paused: state.paused,
    heldJobs: state.heldJobs,
    bucket: tokens === undefined || refilledAt === undefined ? undefined : { tokens, refilledAt },
    bucketOf,
  };
}

interface Known {
  readonly view: View;
  readonly borders: Borders;
}

async function behindInQueue(
  { labourer_id, greenfield }: Task,
  { view }: Known,
  store: Store,
): Promise<Reason | undefined> {
  const where = {
    expression: "#labourer_id = :labourer AND #greenfield < :own",
    values: { ":labourer": labourer_id, ":own": greenfield },
  };
  const range = { table: "tasks", index: indexes.greenfield, where } as const;
  const ahead = await countOf(range, mostAhead, store);
  return ahead >= freeIn(view) ? behindOf(ahead) : undefined;
}

/** Behind others of its lane, or its lane's turn hasn't come. */
async function behindInLanes(
  { greenfield }: Task,
  lane: string,
  labourer: Labourer,
  { view }: Known,
  store: Store,
): Promise<Reason | undefined> {
  const where = {
    expression: "#lane = :lane AND #greenfield < :own",
    values: { ":lane": lane, ":own": greenfield },
  };
  const range = { table: "tasks", index: indexes.lanes, where } as const;
  const [inLane, lanes] = await Promise.all([
    countOf(range, mostAhead, store),
    lanesWith(lane, labourer, view, store),
  ]);
  const buckets = await readBuckets(
    labourer,
    lanes.map(({ key }) => key),
    store,
  );
  const { turns } = deal({ ...view, bucketOf: buckets }, lanes);
  const own = turns.filter((turn) => laneName(turn) === lane).length;
  if (own > inLane) return undefined;
  return behindOf(Math.max(inLane, turns.length));
}

async function lanesWith(
  lane: string,
  labourer: Labourer,
  { now }: View,
  store: Store,
): Promise<readonly LaneRow[]> {
  const { lanes } = await dueLanes(labourer, { now, most: mostAhead }, store);
  if (lanes.some((row) => laneName(row) === lane)) return lanes;
  const parsed = parseLane(lane);
  const row = await getRow("flow", laneKey(parsed), store);
  const [waiting, due] = [Number(row?.["waiting"] ?? 1), Number(row?.["due"] ?? now)];
  return [...lanes, { ...parsed, waiting, due }];
}

const behindOf = (ahead: number): Reason => ({ why: "behind", ahead, more: ahead >= mostAhead });
