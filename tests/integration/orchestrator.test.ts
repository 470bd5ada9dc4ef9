import { DeleteTableCommand, waitUntilTableExists } from "@aws-sdk/client-dynamodb";
import type { LambdaClient } from "@aws-sdk/client-lambda";
import { paginateScan } from "@aws-sdk/lib-dynamodb";
import { explain } from "@switchyard/core/orchestration/orchestrator/explain/explain.ts";
import { takeLease } from "@switchyard/core/orchestration/orchestrator/lease.ts";
import { orchestrate } from "@switchyard/core/orchestration/orchestrator/orchestrate.ts";
import { yardOf, type Yard } from "@switchyard/core/orchestration/orchestrator/yard.ts";
import { storeOf } from "@switchyard/core/orchestration/store/store.ts";
import { defaultTables, type OrchestrationTables } from "@switchyard/core/orchestration/tables.ts";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { withSend } from "../models/client.ts";
import { byTenant, queueFor, waitingIn } from "../unit/orchestration/flow/lanes.ts";
import { queueTasks } from "../unit/orchestration/orchestrator/yard.ts";
import { createTables } from "../unit/orchestration/tables.ts";
import { labourer } from "../unit/orchestration/world.ts";
import { clients } from "./stack.ts";

const { dynamodb, documents } = clients();
let tables: OrchestrationTables;
let yard: Yard;
let invoked: string[];

beforeEach(async () => {
  const unique = crypto.randomUUID().slice(0, 8);
  tables = Object.fromEntries(
    Object.entries(defaultTables).map(([role, name]) => [role, `${name}-${unique}`]),
  ) as unknown as OrchestrationTables;
  await createTables(dynamodb, tables);
  for (const TableName of Object.values(tables) as string[])
    await waitUntilTableExists({ client: dynamodb, maxWaitTime: 30 }, { TableName });
  invoked = [];
  const lambda = withSend<LambdaClient>(async ({ input }) => {
    if (!("Payload" in input)) return { Timeout: 60 };
    const event = JSON.parse(new TextDecoder().decode(input.Payload as Uint8Array)) as {
      readonly task_id: string;
    };
    invoked.push(event.task_id);
    return { StatusCode: 202 };
  });
  const author = { author: "orchestrator", invocation_id: "i", log_stream_name: "l" };
  const store = storeOf({ db: documents, tables, author });
  yard = yardOf({ store, lambda, tokenPatienceMs: 0 });
});
afterEach(async () => {
  for (const TableName of Object.values(tables) as string[])
    await dynamodb.send(new DeleteTableCommand({ TableName }));
});

async function rowsOf(TableName: string) {
  const rows: Record<string, unknown>[] = [];
  for await (const { Items = [] } of paginateScan({ client: documents }, { TableName }))
    rows.push(...Items);
  return rows;
}

describe("the orchestrator on real tables", { timeout: 120_000 }, () => {
  const many = labourer({ max_simultaneous_invocations: 120 });

  test("starts as many as the limit, each once, while two runs meet, with their history", async () => {
    await queueTasks(yard.store, 150);
    const news = { labourer_id: "counter", task_ids: [], freed: [], hops: 0 };
    await Promise.all([
      orchestrate({ labourers: [many] }, yard),
      orchestrate({ labourers: [many], poke: news }, yard),
    ]);
    await orchestrate({ labourers: [many] }, yard);
    expect(invoked).toHaveLength(120);
    expect(new Set(invoked).size).toBe(120);
    expect(await rowsOf(tables.meta)).toHaveLength(120);
    const { reason } = await explain("t149", [many], yard);
    expect(reason).toEqual({ why: "labourer_limit", running: 120, limit: 120 });
  });

  test("a poke leaves its tasks with the run that holds the lease", async () => {
    await takeLease("counter", { news: undefined }, yard);
    const news = { labourer_id: "counter", task_ids: ["x", "y"], freed: [], hops: 0 };
    const { labourers } = await orchestrate({ labourers: [many], poke: news }, yard);
    expect(labourers).toMatchObject([{ outcome: "held" }]);
    const [state] = await rowsOf(tables.flow);
    expect(state).toMatchObject({ dirty: true, poked: new Set(["x", "y"]) });
  });

  test("deals by turns, within keys' limits and rates, and counts its lanes", async () => {
    for (const tenant of ["a", "b", "c"]) await queueFor(yard.store, tenant, 5);
    const flow = { concurrency: 2, rate: { limit: 1, period: 3_600 }, priority: true };
    const labourers = [byTenant(flow, { max_simultaneous_invocations: 5 })];
    await orchestrate({ labourers }, yard);
    expect(invoked.toSorted()).toEqual(["a-0", "b-0", "c-0"]);
    expect(waitingIn(await rowsOf(tables.flow))).toEqual({ "0/a": 4, "0/b": 4, "0/c": 4 });
    expect((await explain("a-1", labourers, yard)).reason).toMatchObject({ why: "key_rate" });
  });
});
