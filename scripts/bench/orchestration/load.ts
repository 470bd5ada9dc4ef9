import { PutCommand, QueryCommand } from "@aws-sdk/lib-dynamodb";
import { metered } from "@switchyard/core/aws/meter.ts";
import type { Labourer } from "@switchyard/core/orchestration/labourer.ts";
import { schedule } from "@switchyard/core/orchestration/scheduler.ts";
import type { Finding, Say } from "../benchmark.ts";
import { fill } from "./fill.ts";
import { sum } from "./sum.ts";
import { ownLabourer, type World } from "./world.ts";

/** Tasks a second and requests a task: a job, against the calls that sosw makes for each task. */
export async function compareLoads(world: World, count: number, say: Say): Promise<Finding[]> {
  const labourer = ownLabourer();
  say(`loading ${count} tasks, twice`);
  const first = await load(world, labourer, count);
  const second = await load(world, labourer, count);
  // Each reads the whole queue, up to 1 MB: what it costs in the middle of such a job is its mean.
  const half = Math.round(count / 2);
  say(`the same calls one by one, behind ${half} queued tasks`);
  const few = Math.max(20, Math.round(count / 200));
  const slow = ownLabourer();
  await fill(world, slow.id, half);
  const naive = await oneByOne(world, slow, few);
  const rate = ({ tasks, ms }: Loaded) => (tasks / ms) * 1_000;
  const rates = [naive, first, second].map((one) => `${Math.round(rate(one))}/s`);
  return [
    {
      what: `a load of ${count}, over the same calls one by one: time`,
      value: rate(naive) / rate(first),
      bar: 0.01,
      unit: "times",
      steady: false,
      from: `${rates[1]}, and ${rates[0]} for ${few} one by one behind ${half}`,
    },
    {
      what: "a load: requests a task",
      value: first.requests / count,
      bar: 0.1,
      unit: "requests",
      steady: true,
      from: `${first.requests} for ${count} tasks`,
    },
    {
      what: `a load onto ${count} queued tasks, over one onto none: time`,
      value: second.ms / first.ms,
      unit: "times",
      bar: 1.5,
      steady: false,
      from: `${rates[2]} and ${rates[1]}`,
    },
  ];
}

interface Loaded {
  readonly tasks: number;
  readonly ms: number;
  readonly requests: number;
}

async function load(
  { store, queueBucket, clients }: World,
  labourer: Labourer,
  tasks: number,
): Promise<Loaded> {
  const items = Array.from({ length: tasks }, (_, at) => `item-${at}`);
  const job = { lambda_name: labourer.id, items, isolate_items: true };
  const began = performance.now();
  const { counts } = await metered(async () =>
    schedule(
      job,
      {
        labourers: [labourer],
        queueBucket,
        store,
        s3: clients.s3,
        schemas: { usual: [{ singular: "item", plural: "items" }], variants: new Map() },
      },
      crypto.randomUUID(),
    ),
  );
  return { tasks, ms: performance.now() - began, requests: sum(counts.requests) };
}

/** As sosw does it: for each task a query of the newest without a limit, and two puts. */
async function oneByOne(
  { store: { db, tables, now } }: World,
  { id }: Labourer,
  tasks: number,
): Promise<Loaded> {
  const began = performance.now();
  for (let task = 0; task < tasks; task++) {
    const { Items = [] } = await db.send(
      new QueryCommand({
        TableName: tables.tasks,
        IndexName: "sosw_tasks_greenfield",
        KeyConditionExpression: "labourer_id = :labourer AND greenfield <= :now",
        ExpressionAttributeValues: { ":labourer": id, ":now": now() / 1_000 },
        ScanIndexForward: false,
      }),
    );
    const greenfield = Number(Items[0]?.["greenfield"] ?? 1_000) + 1_000;
    const task_id = crypto.randomUUID().replaceAll("-", "");
    const created_at = now() / 1_000;
    const payload = JSON.stringify({ items: [`item-${task}`] });
    const Item = { task_id, labourer_id: id, created_at, greenfield, attempts: 0, payload };
    await db.send(new PutCommand({ TableName: tables.tasks, Item }));
    const meta = { task_id, created_at, action: "created", labourer_id: id };
    await db.send(new PutCommand({ TableName: tables.meta, Item: meta }));
  }
  return { tasks, ms: performance.now() - began, requests: 3 * tasks };
}
