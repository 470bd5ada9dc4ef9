import { openTab } from "../flow/tab.ts";
import { bordersOf } from "../states.ts";
import { type Task } from "../task.ts";
import { putAside } from "./aside.ts";
import { keyIn, takeCensus, type Census } from "./census.ts";
import { gather } from "./gather.ts";
import { type Run } from "./holding.ts";
import { plan, type Plan, type View } from "./plan.ts";
import { startAll } from "./start.ts";
import { type Yard } from "./yard.ts";

/**
 * Looks who runs and who waits, plans, and does it. Whether another round, at once, could do more:
 * others in the place of those that were refused or put aside.
 */
export async function playRound(run: Run, yard: Yard): Promise<boolean> {
  const { labourer, notes } = run;
  const now = yard.store.now();
  const borders = bordersOf(labourer, now);
  const news = [...run.state.poked, ...(run.news ?? []), ...(run.only ? [run.only.task_id] : [])];
  const census = await takeCensus(labourer, borders, { recent: run.state.recent, news }, yard);
  run.state = { ...run.state, recent: census.recent };
  const { holds } = run.state;
  const { tasks, view, tidy } = await gather(run, census, viewOf(run, census, now, yard), {
    borders,
    yard,
  });
  const planned = plan(
    view,
    tasks.map((task) => ({ task, key: keyIn(task, labourer) })),
  );
  Object.assign(notes, { desired: planned.desired, running: census.running });
  notes.hold = firstHold(planned) ?? tidy.hold;
  const starts = chosen(planned, "start");
  const left = await startAll(run, starts, { borders, tab: openTab(labourer, view) }, yard);
  const moved = await putAside(run, { plan: planned, holds }, yard);
  await tidy.lanes();
  return (left || moved) && run.stopped === undefined;
}

function viewOf(run: Run, census: Census, now: number, { coefficients }: Yard): View {
  const { labourer, health, state, only } = run;
  const { tokens, refilledAt } = state;
  const isFree = only?.beyondLimits === true;
  return {
    now,
    labourer: isFree
      ? { max_simultaneous_invocations: census.running + 1, flow: undefined }
      : labourer,
    health: isFree ? { status: 4 } : health,
    coefficients,
    running: census.running,
    runningOf: census.runningOf,
    paused: state.paused,
    heldJobs: state.heldJobs,
    bucket: tokens === undefined || refilledAt === undefined ? undefined : { tokens, refilledAt },
    bucketOf: new Map(),
  };
}

export const chosen = ({ decisions }: Plan<Task>, what: "start"): Task[] =>
  decisions.flatMap(({ candidate, verdict }) => (verdict.do === what ? [candidate.task] : []));

/** What held the first that had to wait. */
const firstHold = ({ decisions }: Plan) =>
  decisions.flatMap(({ verdict }) => (verdict.do === "wait" ? [verdict.hold] : []))[0];
