import { bordersOf, isInvokable, type Borders } from "../states.ts";
import { type Task } from "../task.ts";
import { frontOfQueue, joined } from "./candidates.ts";
import { keyIn, takeCensus, type Census } from "./census.ts";
import { invokeAll, type Invoked } from "./invoke.ts";
import { isHeld } from "./lease.ts";
import { markTasks, recentOf, stillQueued, type MarkOutcome } from "./mark.ts";
import { packMarks } from "./pack.ts";
import { freeIn, plan, type Plan, type View } from "./plan.ts";
import { putBack } from "./put-back.ts";
import { textOf } from "./report.ts";
import { hold, type Run } from "./holding.ts";
import { type Yard } from "./yard.ts";

/**
 * Looks who runs and who waits, plans, and does it: marks first and invokes after, so that a
 * crash between the two delays a task and never doubles it. Whether another round could do more.
 */
export async function playRound(run: Run, yard: Yard): Promise<boolean> {
  const { labourer, notes } = run;
  const now = yard.store.now();
  const borders = bordersOf(labourer, now);
  const news = [...run.state.poked, ...(run.news ?? []), ...(run.only ? [run.only.task_id] : [])];
  const census = await takeCensus(labourer, borders, { recent: run.state.recent, news }, yard);
  run.state = { ...run.state, recent: census.recent };
  const view = viewOf(run, census, now, yard);
  const candidates = await candidatesOf(run, census, { borders, count: freeIn(view) }, yard);
  const planned = plan(
    view,
    candidates.map((task) => ({ task, key: keyIn(task, labourer) })),
  );
  Object.assign(notes, { desired: planned.desired, running: census.running });
  notes.hold = firstHold(planned);
  const starts = planned.decisions.flatMap(({ candidate, verdict }) =>
    verdict.do === "start" ? [candidate.task] : [],
  );
  return startAll(run, starts, borders, yard);
}

function viewOf(run: Run, census: Census, now: number, { coefficients }: Yard): View {
  const { labourer, health, state, only } = run;
  const { tokens, refilledAt } = state;
  const free = only?.beyondLimits === true;
  return {
    now,
    labourer: free
      ? { max_simultaneous_invocations: census.running + 1, flow: undefined }
      : labourer,
    health: free ? { status: 4 } : health,
    coefficients,
    running: census.running,
    runningOf: census.runningOf,
    paused: state.paused,
    heldJobs: state.heldJobs,
    bucket: tokens === undefined || refilledAt === undefined ? undefined : { tokens, refilledAt },
    bucketOf: new Map(),
  };
}

async function candidatesOf(
  run: Run,
  census: Census,
  { borders, count }: { readonly borders: Borders; readonly count: number },
  yard: Yard,
): Promise<Task[]> {
  const { labourer, skip, only, fresh } = run;
  if (only) return census.told.filter(({ task_id }) => task_id === only.task_id);
  if (count === 0) return [];
  const front = await frontOfQueue(labourer, borders, { count, skip }, yard);
  return joined(front, [...census.told, ...fresh.values()], borders, skip);
}

/** What held the first that had to wait. */
const firstHold = ({ decisions }: Plan) =>
  decisions.flatMap(({ verdict }) => (verdict.do === "wait" ? [verdict.hold] : []))[0];

async function startAll(
  run: Run,
  starts: readonly Task[],
  borders: Borders,
  yard: Yard,
): Promise<boolean> {
  const invocations: Promise<Invoked[]>[] = [];
  let left = false;
  try {
    for (const tasks of packMarks(starts, yard.store)) {
      if (!isHeld(run.lease, yard) && !(await hold(run, yard))) break;
      if (yard.store.now() >= yard.endsAt - yard.marginMs) {
        run.notes.unfinished = true;
        break;
      }
      const { lease, state } = run;
      const request = { lease, borders, turn: state.turn, recent: state.recent, tasks };
      const outcome = await markTasks({ ...request, beside: () => [], also: () => ({}) }, yard);
      invocations.push(invokeAll(run.labourer, outcome.marked, yard));
      left = noteMarks(run, outcome, borders) || left;
      if (outcome.stopped) break;
    }
  } finally {
    await settle(run, (await Promise.all(invocations)).flat(), yard);
  }
  return left && run.stopped === undefined;
}

/** Whether some of those refused may be tried again, or others in their place. */
function noteMarks(run: Run, outcome: MarkOutcome, borders: Borders): boolean {
  const { marked, refused, stopped } = outcome;
  if (marked.length > 0) {
    const recent = [...run.state.recent, ...marked.map(recentOf)];
    run.state = { ...run.state, recent, turn: run.state.turn + 1 };
  }
  for (const { task } of marked) run.skip.add(task.task_id);
  for (const { task, row } of refused) {
    const now = stillQueued(row, borders);
    if (now && isInvokable(now, borders) && !run.fresh.has(task.task_id))
      run.fresh.set(task.task_id, now);
    else run.skip.add(task.task_id);
  }
  if (stopped === "lost") run.stopped = "lost";
  if (typeof stopped === "object") {
    run.stopped = "unsure";
    run.notes.errors.push(textOf(stopped.error));
  }
  return refused.length > 0;
}

async function settle({ notes }: Run, invoked: readonly Invoked[], yard: Yard): Promise<void> {
  const refused = invoked.filter(({ outcome }) => outcome === "refused");
  for (const one of invoked) {
    const id = one.marked.task.task_id;
    if (one.outcome === "started") notes.started.push(id);
    if (one.outcome === "unanswered") notes.unanswered.push(id);
    if (one.outcome !== "started") notes.errors.push(`${id}: ${textOf(one.error)}`);
  }
  if (refused.length === 0) return;
  const back = await putBack(
    refused.map(({ marked }) => marked),
    yard,
  );
  notes.put_back.push(...back.map(({ task }) => task.task_id));
}
