import type { LambdaClient } from "@aws-sdk/client-lambda";
import { assist } from "@switchyard/core/orchestration/assistant/assist.ts";
import { parseLabourer } from "@switchyard/core/orchestration/labourer.ts";
import { orchestrate } from "@switchyard/core/orchestration/orchestrator/orchestrate.ts";
import { schedule } from "@switchyard/core/orchestration/scheduler.ts";
import { scavenge } from "@switchyard/core/orchestration/scavenger/scavenge.ts";
import { countOf } from "@switchyard/core/orchestration/store/read.ts";
import { storeOf } from "@switchyard/core/orchestration/store/store.ts";
import { defaultTables, indexes } from "@switchyard/core/orchestration/tables.ts";
import { expect, test } from "vitest";
import { clients, stack } from "./stack.ts";

const count = 10_000;
const labourer = parseLabourer(`load-${crypto.randomUUID().slice(0, 8)}`, {
  arn: "load",
  max_simultaneous_invocations: 1_000,
});
const { documents, s3 } = clients();
const store = storeOf({ db: documents, tables: defaultTables });
const nothing = () => Promise.resolve();

test(
  `${count} tasks go from a job to the closed ones, each run once, under two orchestrators and two scavengers at a time`,
  { timeout: 900_000 },
  async () => {
    const items = Array.from({ length: count }, (_, at) => `item-${at}`);
    const outcome = await schedule(
      { lambda_name: labourer.id, job_id: labourer.id, items, isolate_items: true },
      {
        labourers: [labourer],
        queueBucket: stack().outputs.orchestration["QUEUE_BUCKET"] ?? "",
        schemas: { usual: [{ singular: "item", plural: "items" }], variants: new Map() },
        store,
        s3,
      },
    );
    expect(outcome).toMatchObject({ count, created: count, unfinished: false });

    const ran = new Map<string, number>();
    let most = 0;
    for (let round = 0; round < 60 && (await closed()) < count; round++) {
      const started = await startedByTwo();
      most = Math.max(most, started.length);
      for (const { task_id } of started) ran.set(task_id, (ran.get(task_id) ?? 0) + 1);
      await complete(started);
      const scavenging = { labourers: [labourer], store, announce: nothing, poke: nothing };
      await Promise.all([scavenge(scavenging), scavenge(scavenging)]);
    }
    expect(await closed()).toBe(count);
    expect(ran.size).toBe(count);
    expect([...ran.values()].every((times) => times === 1)).toBe(true);
    expect(most).toBeLessThanOrEqual(1_000);
    expect(await left()).toBe(0);
  },
);

interface Started {
  readonly task_id: string;
  readonly attempts: number;
}

/** What two runs at the same time start, whichever has the lease. */
async function startedByTwo(): Promise<Started[]> {
  const started: Started[] = [];
  const lambda = {
    send: async ({ input }: { input: { Payload?: Uint8Array } }) => {
      if (!input.Payload) return { Timeout: 60 }; // asked for the function's configuration
      started.push(JSON.parse(Buffer.from(input.Payload).toString()) as Started);
      return { StatusCode: 202 };
    },
  } as unknown as Pick<LambdaClient, "send">;
  const run = () => orchestrate({ labourers: [labourer] }, { store, lambda });
  const reports = await Promise.all([run(), run()]);
  expect(reports.flatMap(({ labourers }) => labourers.flatMap(({ errors }) => errors))).toEqual([]);
  return started;
}

/** Their workers' ends, 20 at a time. */
async function complete(started: readonly Started[]) {
  const waiting = [...started];
  const assistant = {
    store,
    labourers: [labourer],
    poke: nothing,
    pokeScavenger: nothing,
    warn: () => {},
  };
  const work = async () => {
    for (let task = waiting.pop(); task; task = waiting.pop())
      await assist(
        {
          action: "mark_task_as_completed",
          task_id: task.task_id,
          labourer_id: labourer.id,
          attempt: task.attempts,
        },
        assistant,
      );
  };
  await Promise.all(Array.from({ length: 20 }, work));
}

const closed = () =>
  countOf(
    {
      table: "closed",
      index: indexes.closed,
      where: {
        expression: "#labourer_id_task_status = :completed",
        values: { ":completed": `${labourer.id}_1` },
      },
    },
    count + 1,
    store,
  );

const left = () =>
  countOf(
    {
      table: "tasks",
      index: indexes.greenfield,
      where: { expression: "#labourer_id = :labourer", values: { ":labourer": labourer.id } },
    },
    count,
    store,
  );
