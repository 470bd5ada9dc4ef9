import {
  DeleteObjectCommand,
  PutObjectCommand,
  type PutObjectCommandOutput,
} from "@aws-sdk/client-s3";
import type { SQSEvent } from "aws-lambda";
import { startEventSource } from "../../models/lambda/event-source.ts";
import { lambdaFunction } from "../../models/lambda/function.ts";
import { trusted } from "../../models/trusted.ts";
import { faultsAt } from "../faults.ts";
import { beginning, createSimulation, type Simulation } from "../harness.ts";
import { sampleFiles, type SampleFile } from "./files.ts";
import { type Process } from "../process.ts";
import { simulatedSettings } from "./surroundings.ts";
import { undeliveredHandler, undeliveredTimeout } from "./undelivered.ts";
import { keys, type PlannedUpload, type Scenario } from "./scenario.ts";
import { transformHandler, transformTimeout, type TransformOptions } from "./transform.ts";
import { ask, buildWorld, names, type QueueAddress, type World } from "./world.ts";

/** An upload that was made. */
export interface Uploaded {
  readonly plan: PlannedUpload;
  readonly key: string;
  readonly version: string;
  readonly file: SampleFile;
  readonly at: number;
}
export interface History {
  readonly simulation: Simulation;
  readonly world: World;
  /** In the order S3 stored them. */
  readonly uploaded: readonly Uploaded[];
  readonly attempts: number;
  /** What programs threw that no service had thrown. */
  readonly surprises: readonly unknown[];
}
export interface RunOptions extends TransformOptions {
  readonly attempts?: number;
  readonly keepTrace?: boolean;
}

interface Running {
  readonly simulation: Simulation;
  readonly world: World;
  readonly scenario: Scenario;
  readonly surprises: unknown[];
}
type Handle = (event: SQSEvent, process: Process, deadline: number) => Promise<unknown>;

const minute = 60_000;

/** Runs a scenario until nothing is left to happen. */
export async function runScenario(scenario: Scenario, options: RunOptions = {}): Promise<History> {
  const { attempts = 5, keepTrace = false } = options;
  const { seed, faults, skew, duplicates, copiesInParts } = scenario;
  const simulation = createSimulation({ seed, skew, keepTrace, faults: faultsAt(faults) });
  const events = travellingEvents(simulation);
  const maxReceives = 8 * attempts;
  const deliver = events.take;
  const world = await buildWorld(simulation, { deliver, duplicates, maxReceives });
  events.begin(world);
  const settings = simulatedSettings(world, { attempts, copiesInParts });
  const surprises: unknown[] = [];
  const run = { simulation, world, scenario, surprises };
  const stops = [
    consume(run, world.uploads, {
      name: "transform",
      timeout: transformTimeout,
      handle: transformHandler(simulation, world, settings, options),
    }),
    consume(run, world.undelivered, {
      name: "recorder",
      timeout: undeliveredTimeout,
      handle: undeliveredHandler(simulation, world, settings),
    }),
  ];
  const uploaded: Uploaded[] = [];
  for (const plan of scenario.uploads) scheduleUpload(simulation, world, events, plan, uploaded);
  await settle(simulation, world);
  for (const stop of stops) stop();
  return { simulation, world, uploaded, attempts, surprises };
}

/** S3's events on their way to the queue: each as often and as late as its upload's plan says. */
function travellingEvents({ scheduler }: Simulation) {
  let planned: readonly number[] = [0];
  let world: World | undefined;
  return {
    begin: (made: World) => {
      world = made;
    },
    /** Says how the events of the next upload travel. */
    plan: (lateness: readonly number[]) => {
      planned = lateness;
    },
    take: (queueArn: string, body: string) => {
      for (const late of planned) scheduler.after(late, () => world?.sqs.deliver(queueArn, body));
    },
  };
}

/** Starts a queue's consumer; returns how to stop it. */
function consume(
  run: Running,
  { url, arn }: QueueAddress,
  program: { name: string; timeout: number; handle: Handle },
): () => void {
  const { simulation, world, scenario, surprises } = run;
  const { name, timeout, handle } = program;
  let count = 0;
  const target = lambdaFunction(simulation.scheduler, {
    timeout,
    start: (event, deadline) =>
      simulation.start(`${name}${++count}`, async (process) => {
        try {
          return await handle(trusted<SQSEvent>(event), process, deadline);
        } catch (error) {
          surprises.push(error);
          throw error;
        }
      }),
  });
  const { scheduler: clock, random } = simulation;
  return startEventSource(
    { clock, random: random.fork(), sqs: world.sqs, target },
    {
      queueUrl: url,
      queueArn: arn,
      batchSize: scenario.batchSize,
      concurrency: 4,
      reportsItemFailures: true,
      lostDeletes: 0.02,
      pause: [100, 1_500],
    },
  );
}

function scheduleUpload(
  simulation: Simulation,
  { s3 }: World,
  events: ReturnType<typeof travellingEvents>,
  plan: PlannedUpload,
  uploaded: Uploaded[],
): void {
  const { scheduler, trace } = simulation;
  const Key = keys[plan.key] ?? keys[0];
  const where = { Bucket: names.staging, Key };
  const upload = async () => {
    const file = (sampleFiles[plan.file] ?? sampleFiles[0])?.(uploaded.length) ?? missingFile();
    const put = new PutObjectCommand({
      ...where,
      Body: file.body,
      ContentType: file.type,
      Metadata: { "uploaded-as": String(uploaded.length) },
      Tagging: `n=${uploaded.length}`,
    });
    const request = await s3.prepare(put);
    events.plan(plan.events);
    const { VersionId = "" } = trusted<PutObjectCommandOutput>(request.apply());
    uploaded.push({ plan, key: Key, version: VersionId, file, at: scheduler.now() });
    trace.note(`uploaded ${Key} ${VersionId}`);
    const remove = (VersionIdToo?: string) =>
      void ask(s3, new DeleteObjectCommand({ ...where, VersionId: VersionIdToo }));
    if (plan.deletedAfter !== undefined)
      scheduler.after(plan.deletedAfter, () => remove(VersionId));
    if (plan.hiddenAfter !== undefined) scheduler.after(plan.hiddenAfter, () => remove());
  };
  scheduler.after(plan.at, () => void upload());
}

/** Lets time pass until every event has arrived and the consumed queues stay empty. */
async function settle(simulation: Simulation, { sqs, uploads, undelivered }: World): Promise<void> {
  const { scheduler } = simulation;
  const consumed = sqs.queues().filter(({ url }) => url === uploads.url || url === undelivered.url);
  await simulation.run(3 * minute);
  for (let quiet = 0; quiet < 2;) {
    await simulation.run(minute);
    quiet = consumed.every(({ messages }) => messages.size === 0) ? quiet + 1 : 0;
    if (scheduler.now() - beginning > 48 * 60 * minute) return;
  }
}

function missingFile(): never {
  throw new TypeError("There is no such sample file.");
}
