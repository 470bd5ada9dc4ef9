import type { LambdaClient } from "@aws-sdk/client-lambda";
import type { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { assist } from "@switchyard/core/orchestration/assistant/assist.ts";
import { orchestrate } from "@switchyard/core/orchestration/orchestrator/orchestrate.ts";
import { schedule } from "@switchyard/core/orchestration/scheduler.ts";
import { scavenge } from "@switchyard/core/orchestration/scavenger/scavenge.ts";
import type { Finding, Say } from "../benchmark.ts";
import { ownLabourer, type World } from "./world.ts";

interface Counted {
  requests: number;
  writes: number;
}

/** What a task's whole life asks of DynamoDB, its history apart: created, marked, claimed, completed, archived. */
export async function countLife(world: World, count: number, say: Say): Promise<Finding[]> {
  say(`the whole life of ${count} tasks`);
  const counted: Counted = { requests: 0, writes: 0 };
  const { author: _, ...quiet } = world.store;
  const store = { ...quiet, db: counting(world.store.db, counted) };
  const labourer = ownLabourer(count);
  const items = Array.from({ length: count }, (_item, at) => String(at));
  await schedule(
    { lambda_name: labourer.id, job_id: labourer.id, items, isolate_items: true },
    {
      labourers: [labourer],
      queueBucket: world.queueBucket,
      schemas: { usual: [{ singular: "item", plural: "items" }], variants: new Map() },
      store,
      s3: world.clients.s3,
    },
  );
  const tasks: { task_id: string; attempts: number }[] = [];
  await orchestrate({ labourers: [labourer] }, { store, lambda: hearing(tasks) });
  const nothing = () => Promise.resolve();
  const labourers = [labourer];
  const assistant = { store, labourers, poke: nothing, pokeScavenger: nothing, warn: nothing };
  for (const { task_id, attempts: attempt } of tasks) {
    const who = { task_id, labourer_id: labourer.id, attempt, nonce: task_id };
    await assist({ ...who, action: "claim" }, assistant);
    await assist({ ...who, action: "mark_task_as_completed", result: { ok: true } }, assistant);
  }
  await scavenge({ labourers, store, announce: nothing, poke: nothing });
  const { requests, writes } = counted;
  const from = `of ${tasks.length} tasks`;
  return [
    {
      what: "a task's life: writes of items",
      value: writes / tasks.length,
      // Six of the task's own; what the job and the run write is shared by all of them.
      bar: 6.2,
      unit: "writes",
      steady: true,
      from: `${writes} ${from}`,
    },
    {
      what: "a task's life: requests to DynamoDB",
      value: requests / tasks.length,
      bar: 3,
      unit: "requests",
      steady: true,
      from: `${requests} ${from}`,
    },
  ];
}

function counting(db: World["store"]["db"], counted: Counted): World["store"]["db"] {
  const send = (command: Parameters<DynamoDBDocumentClient["send"]>[0]) => {
    counted.requests++;
    const { TransactItems } = command.input as { TransactItems?: readonly object[] };
    const writes = /^(?:Put|Update|Delete)Command$/.test(command.constructor.name) ? 1 : 0;
    counted.writes += TransactItems?.length ?? writes;
    return db.send(command);
  };
  return { send: send as typeof db.send };
}

/** Lambda, where nobody works: what it is asked to start. */
const hearing = (tasks: { task_id: string; attempts: number }[]) =>
  ({
    send: ({ input }: { input: { Payload?: Uint8Array } }) => {
      if (!input.Payload) return Promise.resolve({ Timeout: 60 });
      tasks.push(JSON.parse(Buffer.from(input.Payload).toString()) as (typeof tasks)[number]);
      return Promise.resolve({ StatusCode: 202 });
    },
  }) as unknown as Pick<LambdaClient, "send">;
