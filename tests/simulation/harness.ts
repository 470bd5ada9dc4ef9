import { type Sender } from "../models/client.ts";
import { type Running } from "../models/lambda/function.ts";
import { type ModelContext, type ServiceModel } from "../models/model.ts";
import { seededRandom, type Random } from "../models/random.ts";
import { type FaultPlan } from "./faults.ts";
import { simulatedClient, type Network } from "./network.ts";
import { Process } from "./process.ts";
import { Scheduler } from "./scheduler.ts";
import { tracing, type Trace } from "./trace.ts";

/** When every simulation begins: 1 January 2026, 00:00 UTC. */
export const beginning = Date.UTC(2026, 0, 1);

export interface SimulationOptions {
  readonly seed: number;
  readonly faults?: FaultPlan;
  /** By how many ms clocks may be ahead of or behind the services'. */
  readonly skew?: number;
  readonly keepTrace?: boolean;
}

/** A world in virtual time: processes, clients that fail as planned, and nothing left to chance but the seed. */
export interface Simulation {
  readonly scheduler: Scheduler;
  readonly random: Random;
  readonly trace: Trace;
  /** For models: the services' own time and chances. */
  readonly context: ModelContext;
  /** How many attempts of calls were made so far. */
  calls(): number;
  process(name: string): Process;
  client<Client extends Sender>(
    process: Process,
    model: ServiceModel,
    options?: { maxAttempts?: number },
  ): Pick<Client, "send">;
  /** Begins a program in a process of its own. */
  start(name: string, program: (process: Process) => Promise<unknown>): Running;
  /** Lets time pass for so many ms, or until nothing is left to happen. */
  run(ms: number): Promise<void>;
}

/** Some part of a program waits for something that isn't in the simulation: a real timer, or a file. */
export class StuckProcessError extends Error {
  override readonly name = "StuckProcessError";

  constructor(names: readonly string[]) {
    super(`Waiting for something outside of the simulation: ${names.join(", ")}`);
  }
}

export function createSimulation(options: SimulationOptions): Simulation {
  const { seed, faults = () => undefined, skew = 0, keepTrace = false } = options;
  const scheduler = new Scheduler(beginning);
  const random = seededRandom(seed);
  const trace = tracing({ now: () => scheduler.now(), keep: keepTrace });
  let index = 0;
  const nextIndex = () => index++;
  const network: Network = { scheduler, random: random.fork(), faults, trace, nextIndex };
  const live = new Set<Process>();
  const process = (name: string) => {
    const made = new Process(name, {
      scheduler,
      random: random.fork(),
      skew: random.between(-skew, skew),
    });
    live.add(made);
    return made;
  };
  return {
    scheduler,
    random,
    trace,
    context: { now: () => scheduler.now(), random: random.fork() },
    calls: () => index,
    process,
    client: (of, model, clientOptions) => simulatedClient(network, of, model, clientOptions),
    start: (name, program) => begin(process(name), program),
    run: (ms) => run(scheduler, live, scheduler.now() + ms),
  };
}

function begin(process: Process, program: (process: Process) => Promise<unknown>): Running {
  const done = program(process).finally(() => process.end());
  done.catch(() => undefined);
  return { done, kill: () => process.kill(), onDeath: (tell) => process.onDeath(tell) };
}

async function run(scheduler: Scheduler, live: Set<Process>, until: number): Promise<void> {
  do if (scheduler.stirred) await quiet(live);
  while (scheduler.step(until));
}

const patienceMs = 20_000;

/** Lets everything run that can, until all of it waits for the scheduler. */
async function quiet(live: Set<Process>): Promise<void> {
  await turn();
  let since: number | undefined;
  for (;;) {
    const busy = busyOf(live);
    if (busy.length === 0) return;
    since ??= Date.now();
    if (Date.now() - since > patienceMs) throw new StuckProcessError(busy.map(({ name }) => name));
    await turn();
  }
}

/** Those that run, and wait for nothing that the scheduler will bring. Forgets those that don't run. */
function busyOf(live: Set<Process>): Process[] {
  const busy: Process[] = [];
  for (const process of live) {
    if (!process.isRunning) live.delete(process);
    else if (!process.isParked) busy.push(process);
  }
  return busy;
}

function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
