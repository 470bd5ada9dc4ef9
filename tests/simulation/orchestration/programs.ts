import type { LambdaClient } from "@aws-sdk/client-lambda";
import { InvokeCommand } from "@aws-sdk/client-lambda";
import type { S3Client } from "@aws-sdk/client-s3";
import { assist } from "@switchyard/core/orchestration/assistant/assist.ts";
import { orchestrate } from "@switchyard/core/orchestration/orchestrator/orchestrate.ts";
import { poke, pokeIn } from "@switchyard/core/orchestration/orchestrator/poke.ts";
import { operateTask } from "@switchyard/core/orchestration/operations/task.ts";
import { schedule } from "@switchyard/core/orchestration/scheduler.ts";
import { taskIdOf } from "@switchyard/core/orchestration/scheduler/ids.ts";
import { scavenge } from "@switchyard/core/orchestration/scavenger/scavenge.ts";
import { lambdaFunction } from "../../models/lambda/function.ts";
import { type Process } from "../process.ts";
import { type Run } from "./run-state.ts";
import { workerProgram, workerTimeout } from "./worker.ts";
import { cooldown, names, storeFor } from "./world.ts";

/** What runs in a function; `deadline` in ms, by the services' clock. */
type Program = (run: Run, process: Process, event: unknown, deadline: number) => Promise<unknown>;

/** Each request tried once: a second try could hide that the first one was heard. */
const lambdaOnce = ({ simulation, world }: Run, process: Process) =>
  simulation.client<LambdaClient>(process, world.lambda, { maxAttempts: 1 });

const orchestratorFor = (run: Run, process: Process) => (news: Parameters<typeof poke>[0]) =>
  poke(news, { lambda: lambdaOnce(run, process), orchestrator: names.orchestrator });

const scavengerFor =
  (run: Run, process: Process) =>
  (news: object): Promise<unknown> =>
    lambdaOnce(run, process).send(
      new InvokeCommand({
        FunctionName: names.scavenger,
        InvocationType: "Event",
        Payload: new TextEncoder().encode(JSON.stringify({ poke: news })),
      }),
    );

const orchestrator: Program = (run, process, event, deadline) =>
  orchestrate(
    { labourers: [run.world.labourer], poke: pokeIn(event) },
    {
      store: storeFor(run.simulation, run.world, process),
      lambda: lambdaOnce(run, process),
      orchestrator: names.orchestrator,
      endsAt: deadline - 2_000,
    },
  );

const assistant: Program = (run, process, event) =>
  assist(event, {
    store: storeFor(run.simulation, run.world, process),
    labourers: [run.world.labourer],
    poke: orchestratorFor(run, process),
    pokeScavenger: scavengerFor(run, process),
    warn: () => {},
  });

const scavenger: Program = (run, process, _event, deadline) =>
  scavenge({
    labourers: [run.world.labourer],
    store: storeFor(run.simulation, run.world, process),
    poke: orchestratorFor(run, process),
    announce: async (messages) => {
      await process.sleep(10);
      run.announced.push(...messages.map(({ task_id }) => task_id));
    },
    endsAt: deadline - 2_000,
  });

/** Makes the app's functions known to Lambda, their settings as in `infra/orchestration`. */
export function registerFunctions(run: Run): void {
  const { repeats, drops } = run.scenario;
  const untidy = { lateness: [10, 2_000] as const, repeats, drops };
  register(run, names.orchestrator, orchestrator, { timeout: 60_000, ...untidy, retries: 0 });
  register(run, names.scavenger, scavenger, { timeout: 60_000, ...untidy, retries: 0 });
  register(run, names.assistant, assistant, { timeout: 20_000 });
  const maximumAge = cooldown * 1_000;
  register(run, names.worker, workerProgram, {
    timeout: workerTimeout,
    ...untidy,
    retries: 0,
    maximumAge,
  });
  // The orchestrator looks up how long an attempt can take.
  run.world.lambda.configure(names.worker, {}, workerTimeout / 1_000);
}

function register(
  run: Run,
  name: string,
  program: Program,
  {
    timeout,
    ...asynchronous
  }: { timeout: number } & Parameters<Run["world"]["lambda"]["register"]>[2],
) {
  const { simulation, world } = run;
  let count = 0;
  const start = (event: unknown, deadline: number) =>
    simulation.start(`${name}-${++count}`, (process) =>
      run.watched(program(run, process, event, deadline)),
    );
  world.lambda.register(
    name,
    lambdaFunction(simulation.scheduler, { timeout, start }),
    asynchronous,
  );
}

/** The tasks of one tenant, which are scheduled as a job of their own. */
interface Batch {
  readonly job: string;
  readonly tenant: number;
  readonly numbers: readonly number[];
}

/** A planned job's batches. */
export function batchesOf({ planned }: Run, id: string, numbers: readonly number[]): Batch[] {
  const tenants = Map.groupBy(numbers, (number) => planned[number]?.tenant ?? 0);
  return Array.from(tenants, ([tenant, own]) => ({ job: `${id}-${tenant}`, tenant, numbers: own }));
}

/** The ids that a batch's tasks will have, by their numbers. */
export const idsOf = ({ job, numbers }: Batch): [number, string][] =>
  numbers.map((number, index) => [number, taskIdOf(job, index)]);

/** Schedules a batch as a client does that asks again until it is told that all is loaded. */
export function scheduleBatch(run: Run, batch: Batch, tries = 0): void {
  const { simulation } = run;
  const again = () => {
    if (tries < mostTries)
      simulation.scheduler.after(30_000, () => scheduleBatch(run, batch, tries + 1));
  };
  const payload = {
    lambda_name: "worker",
    job_id: batch.job,
    tenant: `t${batch.tenant}`,
    numbers: batch.numbers.map(String),
    isolate_numbers: true,
  };
  simulation.start(`client-${batch.job}-${run.asked++}`, async (process) => {
    process.onDeath(again);
    try {
      const outcome = await run.watched(schedule(payload, scheduling(run, process)));
      if ("unfinished" in outcome && outcome.unfinished) again();
    } catch {
      again(); // it may be loaded or not
    }
  });
}

const mostTries = 40;

/** Somebody cancels a task, and is told or not whether that was done. */
export function cancelTask(run: Run, id: string): void {
  const { simulation, world } = run;
  simulation.start(`operator-${id}`, async (process) => {
    const { changed } = await run.watched(
      operateTask(
        id,
        "cancel",
        { by: "operator", reason: "planned" },
        {
          store: storeFor(simulation, world, process),
          labourers: [world.labourer],
          poke: orchestratorFor(run, process),
          warn: () => {},
        },
      ),
    );
    if (changed) run.cancelled.set(id, simulation.scheduler.now());
  });
}

const scheduling = (run: Run, process: Process) => ({
  labourers: [run.world.labourer],
  queueBucket: names.queueBucket,
  schemas: { usual: [{ singular: "number", plural: "numbers" }], variants: new Map() },
  store: storeFor(run.simulation, run.world, process),
  s3: run.simulation.client<S3Client>(process, run.world.s3),
  // A lost poke costs time only; `schedule` would warn of it.
  poke: (news: Parameters<typeof poke>[0]) =>
    orchestratorFor(run, process)(news).catch(() => undefined),
});
