import { InvokeCommand } from "@aws-sdk/client-lambda";
import { GetCommand } from "@aws-sdk/lib-dynamodb";
import { setTimeout } from "node:timers/promises";
import type { Finding, Say } from "../benchmark.ts";
import type { World } from "./world.ts";

/** From scheduled to started while capacity is free, through the app's own functions. */
export async function measureStarts(world: World, rounds: number, say: Say): Promise<Finding[]> {
  say(`scheduling ${rounds} tasks, one after another`);
  await startOne(world); // functions that sleep are woken before
  const delays: number[] = [];
  for (let round = 0; round < rounds; round++) delays.push(await startOne(world));
  const sorted = delays.toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.min(rounds - 1, Math.floor(rounds * share))] ?? NaN;
  return [
    {
      what: "from scheduled to started, 95 of 100",
      value: at(0.95),
      bar: 2,
      unit: "s",
      steady: false,
      from: `half of ${rounds} within ${at(0.5).toFixed(2)} s`,
    },
  ];
}

/** Seconds from the task's creation to its claim by a worker. */
async function startOne({ app, clients, store }: World): Promise<number> {
  const { Payload } = await clients.lambda.send(
    new InvokeCommand({
      FunctionName: app.outputs.scheduler,
      Payload: JSON.stringify({ lambda_name: "rehearsal", job_id: crypto.randomUUID(), job: {} }),
    }),
  );
  const { task_ids: [task_id] = [] } = JSON.parse(Payload?.transformToString() ?? "{}") as {
    task_ids?: string[];
  };
  for (let tries = 0; tries < 600; tries++) {
    for (const TableName of [store.tables.tasks, store.tables.closed]) {
      const { Item } = await store.db.send(new GetCommand({ TableName, Key: { task_id } }));
      const { claimed_at: claimed, created_at: created } = Item ?? {};
      if (claimed !== undefined) return Number(claimed) - Number(created);
    }
    await setTimeout(100);
  }
  return NaN;
}
