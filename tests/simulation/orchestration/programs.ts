import type { LambdaClient } from "@aws-sdk/client-lambda";
import { InvokeCommand } from "@aws-sdk/client-lambda";
import type { S3Client } from "@aws-sdk/client-s3";
import { assist } from "@switchyard/core/orchestration/assistant/assist.ts";
import { orchestrate } from "@switchyard/core/orchestration/orchestrator/orchestrate.ts";
import { poke, pokeIn } from "@switchyard/core/orchestration/orchestrator/poke.ts";
import { schedule } from "@switchyard/core/orchestration/scheduler.ts";
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

/** Schedules a job as a client does that asks again until it is told that all is loaded. */
export function scheduleJob(
  run: Run,
  job: { readonly id: string; readonly numbers: readonly number[] },
): void {
  const { simulation, planned } = run;
  const tenants = Map.groupBy(job.numbers, (number) => planned[number]?.tenant ?? 0);
  for (const [tenant, numbers] of tenants) {
    const id = `${job.id}-${tenant}`;
    const payload = {
      lambda_name: "worker",
      job_id: id,
      tenant: `t${tenant}`,
      numbers: numbers.map(String),
      isolate_numbers: true,
    };
    ask(0);
    function ask(tries: number): void {
      simulation.start(`client-${id}-${run.asked++}`, async (process) => {
        process.onDeath(() => simulation.scheduler.after(30_000, () => ask(tries + 1)));
        try {
          const outcome = await run.watched(schedule(payload, scheduling(run, process)));
          if (!("unfinished" in outcome && outcome.unfinished)) return;
        } catch {
          // Asked again below: it may be loaded or not.
        }
        if (tries > 40) return;
        simulation.scheduler.after(30_000, () => ask(tries + 1));
      });
    }
  }
}

const scheduling = (run: Run, process: Process) => ({
  labourers: [run.world.labourer],
  queueBucket: names.queueBucket,
  schemas: { usual: [{ singular: "number", plural: "numbers" }], variants: new Map() },
  store: storeFor(run.simulation, run.world, process),
  s3: run.simulation.client<S3Client>(process, run.world.s3),
  poke: orchestratorFor(run, process),
});
