import { ecsModel, type TaskToStart } from "../../models/ecs/ecs.ts";
import { faultsAt } from "../faults.ts";
import { createSimulation, type Simulation } from "../harness.ts";
import { startContainer } from "./containers.ts";
import { eventTravel } from "./event-travel.ts";
import { expiryProgram } from "./expiry.ts";
import { consume } from "./functions.ts";
import { recover } from "./recoveries.ts";
import { newRun, type Run } from "./run-state.ts";
import { type Scenario } from "./scenario.ts";
import { simulatedSettings } from "./surroundings.ts";
import { transformProgram, type Alter } from "./transform.ts";
import { recorderProgram } from "./undelivered.ts";
import { scheduleUpload } from "./uploads.ts";
import { buildWorld } from "./world.ts";

export interface RunOptions {
  /** Breaks the transform on purpose. */
  readonly alter?: Alter;
  /** Keeps every call, for somebody to read. */
  readonly keepTrace?: boolean;
}

/** Runs a scenario until nothing is left to happen. */
export async function runScenario(scenario: Scenario, options: RunOptions = {}): Promise<Run> {
  const { seed, faults, skew } = scenario;
  const keepTrace = options.keepTrace ?? false;
  const simulation = createSimulation({ seed, skew, keepTrace, faults: faultsAt(faults) });
  const run = await begin(simulation, scenario);
  const { world } = run;
  const stops = [
    consume(run, world.uploads, transformProgram(run, options.alter)),
    consume(run, world.undelivered, recorderProgram(run)),
    consume(run, world.expirations, expiryProgram(run)),
  ];
  await live(run);
  for (const stop of stops) stop();
  return run;
}

async function begin(simulation: Simulation, scenario: Scenario): Promise<Run> {
  const { scheduler, random } = simulation;
  const travel = eventTravel(scheduler);
  const containers: Containers = {};
  const ecs = ecsModel(scheduler, random.fork(), {
    start: (task) => containers.start?.(task),
    lateness: [2_000, 40_000],
    drops: 0.1,
  });
  const { duplicates, maxReceives } = scenario;
  const deliver = (arn: string, body: string) => travel.take(arn, body);
  const world = await buildWorld(simulation, { deliver, duplicates, maxReceives, ecs });
  travel.begin(world.sqs);
  const run = newRun({ scenario, simulation, world, settings: simulatedSettings(world, scenario) });
  containers.start = (task) => startContainer(run, task);
  for (const plan of scenario.uploads) scheduleUpload(run, travel, plan);
  for (const { at, how } of scenario.recoveries) {
    scheduler.after(at, () => void recover(run, how));
  }
  return run;
}

/** Known only when the run is, which needs the world, which needs ECS. */
interface Containers {
  start?: (task: TaskToStart) => void;
}

const minute = 60_000;

/** All that was planned, then sweeps as every hour, until two have found nothing to announce. */
async function live(run: Run): Promise<void> {
  const { simulation } = run;
  await simulation.run(20 * minute);
  let idle = 0;
  for (let sweeps = 0; idle < 2 && sweeps < mostSweeps; sweeps++) {
    await untilQuiet(run);
    const swept = recover(run, "sweep");
    await simulation.run(20 * minute);
    idle = (await swept) === 0 ? idle + 1 : 0;
  }
  await untilQuiet(run);
}

const mostSweeps = 50;

/** Lets time pass until the consumed queues stay empty, a day at most. */
async function untilQuiet({ simulation, world }: Run): Promise<void> {
  const consumed = [world.uploads.url, world.undelivered.url, world.expirations.url];
  const queues = world.sqs.queues().filter(({ url }) => consumed.includes(url));
  for (let minutes = 0, quiet = 0; quiet < 2 && minutes < 24 * 60; minutes++) {
    await simulation.run(minute);
    quiet = queues.every(({ messages }) => messages.size === 0) ? quiet + 1 : 0;
  }
}
