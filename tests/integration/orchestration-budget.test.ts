import type { LambdaClient } from "@aws-sdk/client-lambda";
import { S3Client } from "@aws-sdk/client-s3";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { equip } from "@switchyard/core/aws/config.ts";
import { metered, type Counts } from "@switchyard/core/aws/meter.ts";
import { assist } from "@switchyard/core/orchestration/assistant/assist.ts";
import { parseLabourer } from "@switchyard/core/orchestration/labourer.ts";
import { orchestrate } from "@switchyard/core/orchestration/orchestrator/orchestrate.ts";
import { scavenge } from "@switchyard/core/orchestration/scavenger/scavenge.ts";
import { schedule } from "@switchyard/core/orchestration/scheduler.ts";
import { storeOf } from "@switchyard/core/orchestration/store/store.ts";
import { expect, test } from "vitest";
import { stack } from "./stack.ts";
import { withSend } from "../models/client.ts";

const count = 100;
const id = `budget-${crypto.randomUUID()}`;
// The deployed functions don't know it, and leave its tasks be.
const labourer = parseLabourer(id, { arn: id, max_simultaneous_invocations: count });

const { endpoint, region, credentials } = stack();
const config = { endpoint, region, credentials };
const settings = { endpoint, region, hasKeys: true, maxAttempts: 3 };
const db = DynamoDBDocumentClient.from(equip(new DynamoDBClient(config), settings), {
  marshallOptions: { removeUndefinedValues: true },
});
const s3 = equip(new S3Client({ ...config, forcePathStyle: true }), settings);
const store = storeOf({ db });
const nothing = async () => undefined;

/** Requests of each task. */
const perTask = ({ requests }: Counts) =>
  Object.values(requests).reduce((sum, one) => sum + one, 0) / count;

test(
  "a task's life asks at most so much of AWS: its load, its start, its claim and completion, its archiving",
  { timeout: 150_000 },
  async () => {
    const items = Array.from({ length: count }, (_, at) => `i${at}`);
    const loading = await metered(() =>
      schedule(
        { lambda_name: id, job_id: id, items, isolate_items: true },
        {
          labourers: [labourer],
          queueBucket: stack().outputs.orchestration["QUEUE_BUCKET"] ?? "",
          schemas: { usual: [{ singular: "item", plural: "items" }], variants: new Map() },
          store,
          s3,
        },
      ),
    );
    expect(loading.result).toMatchObject({ created: count });

    const started: { task_id: string; attempts: number }[] = [];
    const lambda = withSend<LambdaClient>(async ({ input }) => {
      const { Payload } = input as { Payload?: Uint8Array };
      if (!Payload) return { Timeout: 60 };
      started.push(JSON.parse(Buffer.from(Payload).toString()) as (typeof started)[number]);
      return { StatusCode: 202 };
    });
    const starting = await metered(() => orchestrate({ labourers: [labourer] }, { store, lambda }));
    expect(started).toHaveLength(count);

    const assistant = {
      store,
      labourers: [labourer],
      poke: nothing,
      pokeScavenger: nothing,
      warn: () => {},
    };
    const working = await metered(async () => {
      for (const { task_id, attempts: attempt } of started) {
        const who = { task_id, labourer_id: id, attempt, nonce: task_id };
        await assist({ ...who, action: "claim" }, assistant);
        const done = { ...who, action: "mark_task_as_completed" };
        await assist(done, assistant);
      }
    });
    const tidying = await metered(() =>
      scavenge({ labourers: [labourer], store, announce: nothing, poke: nothing }),
    );
    expect(tidying.result).toMatchObject([{ archived: count, errors: [] }]);

    const flows = { loading, starting, working, tidying };
    const spent = Object.entries(flows).map(
      ([name, { counts }]) => [name, perTask(counts)] as const,
    );
    const budget = { loading: 0.2, starting: 0.3, working: 2, tidying: 0.1 };
    for (const [name, requests] of spent)
      expect([name, requests <= budget[name as keyof typeof budget], requests]).toEqual([
        name,
        true,
        requests,
      ]);
    const writes = Object.values(flows).reduce((sum, { counts }) => sum + counts.writeUnits, 0);
    // Six writes; most in transactions, which count twice, and each with the indexes' own.
    expect(writes / count).toBeLessThanOrEqual(20);
  },
);
