import { faultsAt } from "../faults.ts";
import { createSimulation } from "../harness.ts";
import { type Alter } from "./broken.ts";
import { violations } from "./invariants.ts";
import { batchesOf, cancelTask, idsOf, registerFunctions, scheduleBatch } from "./programs.ts";
import { newRun, type Run } from "./run-state.ts";
import { type OrchestrationScenario } from "./scenario.ts";
import { buildWorld, names } from "./world.ts";

const minute = 60_000;
/** An hour and a half more than the longest chain of retries takes. */
const mostMinutes = 240;

/** Runs a scenario until every task is closed, or until it is clear that one never will be. */
export async function runOrchestration(
  scenario: OrchestrationScenario,
  { keepTrace = false, alter = {} }: { readonly keepTrace?: boolean; readonly alter?: Alter } = {},
): Promise<Run> {
  const { seed, skew, faults } = scenario;
  const simulation = createSimulation({ seed, skew, keepTrace, faults: faultsAt(faults) });
  const world = await buildWorld(simulation, scenario, alter);
  const run = newRun({ scenario, simulation, world });
  registerFunctions(run);
  plan(run);
  for (let minutes = 0; minutes < mostMinutes; minutes++) {
    tick(run);
    await pass(run, minute);
    if (minutes > 2 && (await isOver(run))) break;
  }
  await pass(run, 5 * minute);
  return run;
}

/** Has everything happen at its time. */
function plan(run: Run): void {
  const { scheduler } = run.simulation;
  const { jobs, cancels } = run.scenario;
  const ids = new Map<number, string>();
  let first = 0;
  for (const [index, { at, tasks, requests }] of jobs.entries()) {
    const numbers = tasks.map((_, task) => first + task);
    first += tasks.length;
    for (const batch of batchesOf(run, `job-${index}`, numbers)) {
      for (const [number, id] of idsOf(batch)) ids.set(number, id);
      for (let request = 0; request < requests; request++)
        scheduler.after(at + request * 700, () => scheduleBatch(run, batch));
    }
  }
  for (const { at, task } of cancels) {
    const id = ids.get(task);
    if (id !== undefined) scheduler.after(at, () => cancelTask(run, id));
  }
}

/** Lets so many ms pass, though nothing may be left to happen in them. */
async function pass({ simulation }: Run, ms: number): Promise<void> {
  simulation.scheduler.after(ms, () => {});
  await simulation.run(ms);
}

/** What is wrong with how a scenario goes; nothing, if all is well. */
export async function wrongWith(run: Run): Promise<string[]> {
  const { world } = run;
  return violations(run, {
    tasks: await world.rows("tasks"),
    retry: await world.rows("retry"),
    closed: await world.rows("closed"),
    flow: await world.rows("flow"),
  });
}

/** The clock starts orchestrator and scavenger, at least once each. */
function tick({ world: { lambda }, scenario: { clocks } }: Run): void {
  for (let clock = 0; clock < clocks; clock++)
    for (const name of [names.orchestrator, names.scavenger]) lambda.trigger(name, {});
}

async function isOver({ world, planned }: Run): Promise<boolean> {
  if ((await world.count("tasks")) > 0 || (await world.count("retry")) > 0) return false;
  if ((await world.count("closed")) < planned.length) return false;
  const flow = await world.rows("flow");
  return !flow.some(({ partition }) => String(partition).startsWith("outbox#"));
}
