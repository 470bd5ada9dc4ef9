import type { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import type { LambdaClient } from "@aws-sdk/client-lambda";
import { ScanCommand, type DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { describe, expect, test } from "vitest";
import { parseLabourer, type Labourer } from "@switchyard/core/orchestration/labourer.ts";
import { orchestrate } from "@switchyard/core/orchestration/orchestrator/orchestrate.ts";
import { type Poke } from "@switchyard/core/orchestration/orchestrator/poke.ts";
import { storeOf } from "@switchyard/core/orchestration/store/store.ts";
import { type Row } from "@switchyard/core/orchestration/store/write.ts";
import { bordersOf, stateOf } from "@switchyard/core/orchestration/states.ts";
import { defaultTables } from "@switchyard/core/orchestration/tables.ts";
import { type Task } from "@switchyard/core/orchestration/task.ts";
import { clientOf } from "../../models/client.ts";
import { dynamodbModel } from "../../models/dynamodb/dynamodb.ts";
import { lambdaFunction } from "../../models/lambda/function.ts";
import { lambdaModel } from "../../models/lambda/lambda.ts";
import { createTables } from "../../unit/orchestration/tables.ts";
import { queueFor, waitingIn } from "../../unit/orchestration/flow/lanes.ts";
import { faultKinds, faultsAt, type FaultKind } from "../faults.ts";
import { createSimulation } from "../harness.ts";

const plain = { max_simultaneous_invocations: 3 };
const key = "payload.tenant";
const labourers: Readonly<Record<string, Labourer>> = {
  plain: parseLabourer("counter", { arn: "counter", ...plain }),
  "with lanes, keys and a rate": parseLabourer("counter", {
    arn: "counter",
    ...plain,
    flow: {
      concurrency: { key, limit: 2 },
      rate_limit: { key, limit: 2, period: 3_600 },
    },
  }),
};

/** Two runs at once, a third after a minute, and calm ones until all leases are over. */
async function history(labourer: Labourer, fault?: { at: number; kind: FaultKind }) {
  const faults = fault ? faultsAt([fault]) : () => undefined;
  const simulation = createSimulation({ seed: 7, faults, skew: 500 });
  const lags = { index: 2_000, replica: 0 };
  const dynamodb = dynamodbModel(simulation.context, { lags });
  await createTables(clientOf<DynamoDBClient>(dynamodb), defaultTables);
  const direct = clientOf<DynamoDBDocumentClient>(dynamodb);
  const { context } = simulation;
  let tokens = 0;
  const newToken = () => `queued-${++tokens}`;
  const queue = storeOf({ db: direct, now: context.now, newToken });
  for (const [tenant, count] of [
    ["a", 4],
    ["b", 3],
  ] as const)
    await queueFor(queue, tenant, count, labourer.flow ? {} : { lane: undefined });
  const delivered: string[] = [];
  const lambda = lambdaModel(simulation.scheduler, simulation.random.fork());
  const worker = lambdaFunction(simulation.scheduler, {
    timeout: 60_000,
    start: (event) => {
      const { task_id, attempts } = event as Task;
      delivered.push(`${task_id}/${attempts}`);
      return { done: Promise.resolve(), kill: () => {}, onDeath: () => {} };
    },
  });
  lambda.register("counter", worker, { lateness: [1, 50], retries: 0 });

  const run = (name: string, poke?: Poke) =>
    simulation.start(name, (process) => {
      const { now, sleep, newToken: token, random } = process;
      const db = simulation.client<DynamoDBDocumentClient>(process, dynamodb);
      const client = simulation.client<LambdaClient>(process, lambda, { maxAttempts: 1 });
      const store = storeOf({ db, now, sleep, newToken: token, random: () => random.next() });
      const yard = { store, lambda: client, endsAt: now() + 20_000, tokenPatienceMs: 0 };
      return orchestrate({ labourers: [labourer], poke }, yard);
    });
  const rows = async (table: string): Promise<Row[]> => {
    const scan = new ScanCommand({ TableName: table, ConsistentRead: true });
    return (await direct.send(scan)).Items ?? [];
  };
  const look = async () => {
    const borders = bordersOf(labourer, context.now());
    const tasks = (await rows(defaultTables.tasks)) as Task[];
    return { tasks, running: tasks.filter((task) => stateOf(task, borders) === "running") };
  };
  const mostRunning: number[] = [];
  const after = async (ms: number) => {
    // Time passes, though nobody waits for it.
    simulation.scheduler.after(ms - 1, () => undefined);
    await simulation.run(ms);
    mostRunning.push((await look()).running.length);
  };
  await after(3_000);
  run("first");
  run("second", { labourer_id: "counter", task_ids: ["a-0"], freed: [], hops: 0 });
  await after(60_000);
  const calls = simulation.calls();
  run("third");
  await after(120_000);
  run("fourth");
  await after(120_000);
  return { ...(await look()), delivered, mostRunning, calls, flow: await rows(defaultTables.flow) };
}

function check(
  { tasks, running, delivered, mostRunning, flow }: Awaited<ReturnType<typeof history>>,
  labourer: Labourer,
) {
  const attempts = new Map(running.map((task) => [task.task_id, task.attempts]));
  const queued = tasks.filter(({ task_id }) => !attempts.has(task_id));
  return {
    tasks: tasks.length,
    beyondLimit: mostRunning.filter((count) => count > 3),
    atEnd: running.length,
    beyondKeyLimit: labourer.flow
      ? ["a", "b"].filter((tenant) => running.filter((task) => task.flow_key === tenant).length > 2)
      : [],
    doubled: delivered.filter((one, at) => delivered.indexOf(one) !== at),
    unmarked: delivered.filter((one) => !attempts.has(one.split("/")[0] ?? "")),
    notAsBefore: queued.filter((task) => task.attempts !== 0 || task.mark !== undefined),
    miscounted: Object.entries(labourer.flow ? waitingIn(flow) : {}).filter(
      ([lane, count]) => queued.filter((task) => `0/${task.flow_key}` === lane).length !== count,
    ),
    leases: flow.filter((row) => row["holder"] !== undefined),
  };
}
const well = {
  tasks: 7,
  beyondLimit: [],
  atEnd: 3,
  beyondKeyLimit: [],
  doubled: [],
  unmarked: [],
  notAsBefore: [],
  miscounted: [],
  leases: [],
};

describe.each(Object.entries(labourers))("two runs at once of a labourer %s", (_name, labourer) => {
  test("keep its limit, when nothing happens, and one tells the other", async () => {
    const calm = await history(labourer);
    expect(check(calm, labourer)).toEqual(well);
    expect(calm.delivered).toHaveLength(3);
  });

  test.each(faultKinds)(
    "keep it, double nothing and lose nothing, whichever call is %s",
    async (kind) => {
      const { calls } = await history(labourer);
      for (let at = 0; at < calls; at++)
        expect({ at, ...check(await history(labourer, { at, kind }), labourer) }).toEqual({
          at,
          ...well,
        });
    },
    120_000,
  );
});
