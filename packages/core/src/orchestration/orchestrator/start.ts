import { type Tab } from "../flow/tab.ts";
import { isInvokable, type Borders } from "../states.ts";
import { type Task } from "../task.ts";
import { hold, seeHolds, type Run } from "./holding.ts";
import { invokeAll, type Invoked } from "./invoke.ts";
import { isHeld } from "./lease.ts";
import { markTasks, recentOf, stillQueued, type MarkOutcome } from "./mark.ts";
import { packMarks } from "./pack.ts";
import { putBack } from "./put-back.ts";
import { textOf } from "./report.ts";
import { type Yard } from "./yard.ts";

/**
 * Marks tasks, a transaction at a time, and invokes those that are marked while the next are
 * being marked. Marks first: a crash between the two delays a task and never doubles it. Whether
 * some were refused: others, or newer rows of these, may take their places.
 */
export async function startAll(
  run: Run,
  tasks: readonly Task[],
  { borders, tab }: { readonly borders: Borders; readonly tab: Tab },
  yard: Yard,
): Promise<boolean> {
  const invocations: Promise<Invoked[]>[] = [];
  let refused = false;
  try {
    for (const pack of packMarks(tasks, yard.store, tab.names)) {
      if (!(await mayMark(run, yard))) break;
      const { lease, state } = run;
      const request = { lease, borders, state, hops: run.hops ?? 0, tasks: pack };
      const outcome = await markTasks({ ...request, beside: tab.writes, also: tab.row }, yard);
      invocations.push(invokeAll(run.labourer, outcome.marked, yard));
      tab.take(outcome.marked.map(({ task }) => task));
      noteMarks(run, outcome, borders);
      refused ||= outcome.refused.length > 0 || isStale(outcome);
      if (outcome.stopped) break;
    }
  } finally {
    await settle(run, (await Promise.all(invocations)).flat(), yard);
  }
  return refused;
}

async function mayMark(run: Run, yard: Yard): Promise<boolean> {
  if (yard.store.now() >= yard.endsAt - yard.marginMs) {
    run.notes.unfinished = true;
    return false;
  }
  return isHeld(run.lease, yard) || hold(run, yard);
}

const isStale = ({ stopped }: MarkOutcome) => typeof stopped === "object" && "state" in stopped;

function noteMarks(run: Run, { marked, refused, stopped }: MarkOutcome, borders: Borders): void {
  if (marked.length > 0) {
    const recent = [...run.state.recent, ...marked.map(recentOf)];
    run.state = { ...run.state, recent, turn: run.state.turn + 1 };
  }
  for (const { task } of marked) run.skip.add(task.task_id);
  for (const { task, row } of refused) {
    const now = stillQueued(row, borders);
    // The index showed an older row: once more with this one.
    if (now && isInvokable(now, borders) && !run.fresh.has(task.task_id))
      run.fresh.set(task.task_id, now);
    else run.skip.add(task.task_id);
  }
  if (stopped === "lost") run.stopped = "lost";
  if (typeof stopped === "object" && "state" in stopped) seeHolds(run, stopped.state);
  if (typeof stopped === "object" && "error" in stopped) {
    run.stopped = "unsure";
    run.notes.errors.push(textOf(stopped.error));
  }
}

async function settle({ notes }: Run, invoked: readonly Invoked[], yard: Yard): Promise<void> {
  for (const one of invoked) {
    const id = one.marked.task.task_id;
    if (one.outcome === "started") notes.started.push(id);
    if (one.outcome === "unanswered") notes.unanswered.push(id);
    if (one.outcome !== "started") notes.errors.push(`${id}: ${textOf(one.error)}`);
  }
  const refused = invoked.filter(({ outcome }) => outcome === "refused");
  if (refused.length === 0) return;
  const marked = refused.map((one) => one.marked);
  const back = await putBack(marked, yard);
  notes.put_back.push(...back.map(({ task }) => task.task_id));
}
