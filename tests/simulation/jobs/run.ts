import type { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { CreateBucketCommand, type S3Client } from "@aws-sdk/client-s3";
import { type DynamoDBDocumentClient, ScanCommand } from "@aws-sdk/lib-dynamodb";
import {
  readJobSchemas,
  schedule,
  type JobOutcome,
} from "@switchyard/core/orchestration/scheduler.ts";
import { taskIdOf } from "@switchyard/core/orchestration/scheduler/ids.ts";
import { storeOf, type Store } from "@switchyard/core/orchestration/store/store.ts";
import { transact } from "@switchyard/core/orchestration/store/transact.ts";
import { type Row } from "@switchyard/core/orchestration/store/write.ts";
import { defaultTables, type TableRole } from "@switchyard/core/orchestration/tables.ts";
import { clientOf, withSend } from "../../models/client.ts";
import { dynamodbModel } from "../../models/dynamodb/dynamodb.ts";
import { type CommandLike, type ServiceModel } from "../../models/model.ts";
import { s3Model } from "../../models/s3/s3.ts";
import { trusted } from "../../models/trusted.ts";
import { createTables } from "../../unit/orchestration/tables.ts";
import { labourer } from "../../unit/orchestration/world.ts";
import { faultsAt } from "../faults.ts";
import { createSimulation, type Simulation } from "../harness.ts";
import { type Process } from "../process.ts";
import { type JobScenario } from "./scenario.ts";

const queueBucket = "queue";
const jobId = "nightly";
const schemas = readJobSchemas({ job_schema: { chunkable_attrs: ["word"] } });
const worker = labourer({ flow: { fair_share: { key: "payload.tenant" } } });

/** Changes requests on their way: a scheduler broken on purpose. */
export type Alter = (input: Record<string, unknown>, operation: string) => void;

export interface JobRun {
  readonly calls: number;
  /** Outcomes of those runs that came to an end. */
  readonly outcomes: readonly JobOutcome[];
  readonly tables: Readonly<Record<"tasks" | "closed" | "meta" | "flow", readonly Row[]>>;
}

/** Runs a scenario until nothing is left to happen, late requests too. */
export async function runJob(scenario: JobScenario, alter: Alter = () => {}): Promise<JobRun> {
  const { seed, faults, triggers } = scenario;
  const simulation = createSimulation({ seed, faults: faultsAt(faults) });
  const database = dynamodbModel(simulation.context, { lags: { index: 200, replica: 100 } });
  const bucket = s3Model(simulation.context);
  await createTables(clientOf<DynamoDBClient>(database), defaultTables);
  await clientOf<S3Client>(bucket).send(new CreateBucketCommand({ Bucket: queueBucket }));
  const world = { simulation, scenario, database, bucket, alter, outcomes: [] as JobOutcome[] };
  for (const [index, at] of triggers.entries()) trigger(world, `trigger-${index}`, at);
  if (scenario.archives) archive(world);
  await simulation.run(3_600_000);
  const db = clientOf<DynamoDBDocumentClient>(database);
  const rows = async (role: TableRole) =>
    (await db.send(new ScanCommand({ TableName: defaultTables[role], ConsistentRead: true })))
      .Items ?? [];
  return {
    calls: simulation.calls(),
    outcomes: world.outcomes,
    tables: {
      tasks: await rows("tasks"),
      closed: await rows("closed"),
      meta: await rows("meta"),
      flow: await rows("flow"),
    },
  };
}

interface World {
  readonly simulation: Simulation;
  readonly scenario: JobScenario;
  readonly database: ServiceModel;
  readonly bucket: ServiceModel;
  readonly alter: Alter;
  readonly outcomes: JobOutcome[];
}

/** Calls the scheduler as Lambda does: what fails or dies is called again, a sibling goes on with the rest. */
function trigger(world: World, name: string, at: number, tries = 12): void {
  const { simulation, scenario } = world;
  simulation.scheduler.after(at, () => {
    const again = (after: number) => trigger(world, `${name}'`, after, tries - 1);
    let ended = false;
    const running = simulation.start(name, async (process) => {
      const outcome = (await schedule(
        eventOf(scenario),
        settingsOf(world, process),
        jobId,
      )) as JobOutcome;
      ended = true;
      world.outcomes.push(outcome);
      if (outcome.unfinished && tries > 0) again(outcome.next ? 100 : 30_000);
    });
    running.done.catch(() => !ended && tries > 0 && again(60_000));
    running.onDeath(() => tries > 0 && again(60_000));
  });
}

const eventOf = ({ count, keyed }: JobScenario) => ({
  lambda_name: worker.id,
  tenant: "acme",
  words: Array.from({ length: count }, (_, index) => (keyed ? index >> 1 : index)),
  isolate_words: true,
  ...(keyed && { idempotency_key: "payload.words" }),
});

/** Each run has room for about two transactions, then a sibling goes on. */
function settingsOf(world: World, process: Process) {
  const { simulation, scenario, database, bucket } = world;
  const store = storeFor(
    world,
    process,
    altered(simulation.client(process, database), world.alter),
  );
  const begun = process.now();
  return {
    labourers: [worker],
    queueBucket,
    schemas,
    tasksPerFile: scenario.tasksPerFile,
    remainingMs: () => begun + 61_000 - process.now(),
    store,
    s3: simulation.client<S3Client>(process, bucket),
  };
}

const storeFor = (
  { simulation }: World,
  process: Process,
  db: Pick<DynamoDBDocumentClient, "send">,
): Store =>
  storeOf({
    db,
    now: process.now,
    sleep: process.sleep,
    random: () => simulation.random.next(),
    newToken: process.newToken,
    author: { author: "sosw_scheduler", invocation_id: process.name, log_stream_name: "log" },
  });

function altered<Client extends { readonly send: unknown }>(
  client: Pick<Client, "send">,
  alter: Alter,
): Pick<Client, "send"> {
  return withSend<Client>((command: CommandLike) => {
    alter(trusted(command.input), command.constructor.name);
    return trusted<(sent: CommandLike) => Promise<object>>(client.send)(command);
  });
}

/** Workers and a scavenger, to whom nothing happens: now and then a few tasks are done and archived. */
function archive(world: World): void {
  const { simulation, database } = world;
  const db = clientOf<DynamoDBDocumentClient>(database);
  let round = 0;
  const once = async () => {
    const process = simulation.process(`archive-${round}`);
    const store = storeFor(world, process, db);
    const { Items = [] } = await db.send(
      new ScanCommand({ TableName: defaultTables.tasks, Limit: 5 }),
    );
    for (const row of Items) {
      const key = { task_id: String(row["task_id"]) };
      await transact(
        [
          { delete: "tasks", key },
          { put: "closed", row },
        ],
        store,
      );
    }
    process.end();
    // Less and less often, so that loads which are resumed minutes later meet it too.
    if (++round < 120) simulation.scheduler.after(50 * 1.06 ** round, () => void once());
  };
  simulation.scheduler.after(50, () => void once());
}

/** What is wrong at the end: a task lost, doubled or brought back, a counter or a record that lies. */
export function wrongIn({ count, keyed }: JobScenario, { tables, outcomes }: JobRun): string[] {
  const expected = keyed ? Math.ceil(count / 2) : count;
  const ids = [...tables.tasks, ...tables.closed].map(({ task_id }) => String(task_id));
  const wanted = new Set(Array.from({ length: count }, (_, index) => taskIdOf(jobId, index)));
  const words = [...tables.tasks, ...tables.closed].map(({ payload }) => String(payload));
  const record = tables.flow.find(({ partition }) => partition === `job#${jobId}`);
  const waiting = tables.flow.find(({ partition }) => String(partition).startsWith("lanes#"));
  const loading = tables.flow.filter(({ partition }) => partition === "jobs#loading");
  const last = outcomes.at(-1);
  return Object.entries({
    "not loaded": record?.["state"] !== "loaded" || loading.length > 0,
    "lost or too many": ids.length !== expected || new Set(words).size !== expected,
    "in two tables": new Set(ids).size !== ids.length,
    "of another job": ids.some((id) => !wanted.has(id)),
    "counted wrongly": Number(record?.["duplicates"]) !== count - expected,
    "told wrongly": last?.unfinished !== false || last.created !== expected,
    "a lane's counter is wrong": Number(waiting?.["waiting"] ?? 0) !== expected,
    "history is wrong": tables.meta.length !== expected,
  }).flatMap(([what, isWrong]) => (isWrong ? [what] : []));
}
