import { CreateBucketCommand, GetObjectCommand, ListObjectsV2Command } from "@aws-sdk/client-s3";
import { DeleteTableCommand, waitUntilTableExists } from "@aws-sdk/client-dynamodb";
import { paginateScan } from "@aws-sdk/lib-dynamodb";
import { equip } from "@switchyard/core/aws/config.ts";
import { metered } from "@switchyard/core/aws/meter.ts";
import {
  createTask,
  getJob,
  listJobs,
  schedule,
  type JobOutcome,
} from "@switchyard/core/orchestration/scheduler.ts";
import { storeOf } from "@switchyard/core/orchestration/store/store.ts";
import { defaultTables, type OrchestrationTables } from "@switchyard/core/orchestration/tables.ts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { removeSubjectBucket } from "../contract/s3/subject.ts";
import { jobOf, schemas } from "../unit/orchestration/scheduler/scheduling.ts";
import { createTables } from "../unit/orchestration/tables.ts";
import { labourer } from "../unit/orchestration/world.ts";
import { clients, stack } from "./stack.ts";

const unique = crypto.randomUUID().slice(0, 8);
const tables = Object.fromEntries(
  Object.entries(defaultTables).map(([role, name]) => [role, `${name}-${unique}`]),
) as unknown as OrchestrationTables;
const queueBucket = `queue-${unique}`;
const { endpoint, region } = stack();
const { dynamodb, documents, s3 } = clients();
const equipment = { endpoint, region, hasKeys: true, maxAttempts: 3 };
const options = {
  labourers: [labourer(), labourer({ flow: { fair_share: { key: "payload.tenant" } } }, "fair")],
  queueBucket,
  schemas,
  store: storeOf({ db: equip(documents, equipment), tables }),
  s3: equip(s3, equipment),
};
const run = async (event: unknown, more = {}, id?: string) =>
  (await schedule(event, { ...options, ...more }, id)) as JobOutcome;

beforeAll(async () => {
  await createTables(dynamodb, tables);
  for (const TableName of Object.values(tables) as string[])
    await waitUntilTableExists({ client: dynamodb, maxWaitTime: 30 }, { TableName });
  await s3.send(new CreateBucketCommand({ Bucket: queueBucket }));
});
afterAll(async () => {
  await removeSubjectBucket(s3, queueBucket);
  for (const TableName of Object.values(tables) as string[])
    await dynamodb.send(new DeleteTableCommand({ TableName }));
});

async function rowsOf(TableName: string) {
  const rows: Record<string, unknown>[] = [];
  for await (const { Items = [] } of paginateScan({ client: documents }, { TableName }))
    rows.push(...Items);
  return rows;
}

describe("the scheduler on real tables and a real bucket", { timeout: 240_000 }, () => {
  test("loads 10,000 tasks, each once, in at most a tenth of a request each", async () => {
    const { result, counts } = await metered(() => run(jobOf(10_000), {}, "large"));
    expect(result).toMatchObject({ state: "loaded", count: 10_000, created: 10_000 });
    const requests = Object.values(counts.requests).reduce((sum, count) => sum + count, 0);
    expect(requests).toBeLessThan(200);
    const rows = await rowsOf(tables.tasks);
    const words = rows.map(
      ({ payload }) => (JSON.parse(String(payload)) as { words: string[] }).words[0],
    );
    expect(new Set(words).size).toBe(10_000);
    const ordered = rows.toSorted((a, b) => Number(a["greenfield"]) - Number(b["greenfield"]));
    expect(ordered.map(({ greenfield }) => greenfield).slice(0, 3)).toEqual([2_000, 3_000, 4_000]);
    expect(ordered[0]?.["payload"]).toContain('"w0"');
    expect(await run({ resume: "large" })).toEqual(result);
  });

  test("streams a job's tasks to an encrypted object", async () => {
    const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket: queueBucket }));
    const Key = Contents.map((object) => object.Key).find((key) => key?.endsWith(".jsonl"));
    const file = await s3.send(new GetObjectCommand({ Bucket: queueBucket, Key }));
    expect(file.ServerSideEncryption).toBe("AES256");
    const lines = (await file.Body?.transformToString())?.trimEnd().split("\n");
    expect(lines).toHaveLength(10_000);
  });

  test("a load that is cut short is gone on with, and repeats nothing", async () => {
    let looks = 0;
    const short = { remainingMs: () => (++looks > 5 ? 0 : 90_000) };
    const job = jobOf(900, { lambda_name: "fair", tenant: "acme" });
    let outcome = await run(job, short, "cut");
    expect(outcome.unfinished).toBe(true);
    while (outcome.next) {
      looks = 0;
      outcome = await run(outcome.next, short);
    }
    expect(outcome).toMatchObject({ state: "loaded", created: 900 });
    const mine = (await rowsOf(tables.tasks)).filter((row) => row["job_id"] === "cut");
    expect(mine).toHaveLength(900);
    const lanes = (await rowsOf(tables.flow)).filter((row) => row["partition"] === "lanes#fair#0");
    expect(lanes).toEqual([expect.objectContaining({ sort: "acme", waiting: 900 })]);
  });

  test("keys leave tasks out, delayed tasks wait, jobs are listed", async () => {
    const keyed = { idempotency_key: "payload.words", lambda_name: "fair" };
    expect(await run(jobOf(5, keyed), {}, "keyed")).toMatchObject({ created: 5 });
    expect(await run(jobOf(7, keyed))).toMatchObject({ created: 2, left_out: [0, 1, 2, 3, 4] });
    await run(jobOf(3, { desired_launch_time: Math.ceil(Date.now() / 1_000) + 3_600 }));
    expect(await rowsOf(tables.retry)).toHaveLength(3);
    const single = { labourer: "counter", singleton_key: "one" };
    const first = await createTask(single, options);
    const second = await createTask(single, options);
    expect(second).toMatchObject({ created: false, taken_by: first.created && first.task.task_id });
    const { jobs } = await listJobs({}, options.store);
    expect(jobs).toContainEqual(await getJob("keyed", options.store));
  });
});
