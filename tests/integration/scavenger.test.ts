import { DeleteTableCommand, waitUntilTableExists } from "@aws-sdk/client-dynamodb";
import { PutCommand, ScanCommand } from "@aws-sdk/lib-dynamodb";
import { equip } from "@switchyard/core/aws/config.ts";
import { metered } from "@switchyard/core/aws/meter.ts";
import { assist } from "@switchyard/core/orchestration/assistant/assist.ts";
import { assistantOf } from "@switchyard/core/orchestration/assistant/assistant.ts";
import { invocationDelta } from "@switchyard/core/orchestration/greenfield.ts";
import { type DeadMessage } from "@switchyard/core/orchestration/moves/outbox.ts";
import { bulk } from "@switchyard/core/orchestration/operations/bulk.ts";
import { operateLabourer } from "@switchyard/core/orchestration/operations/labourer.ts";
import { operateTask } from "@switchyard/core/orchestration/operations/task.ts";
import { scavenge } from "@switchyard/core/orchestration/scavenger/scavenge.ts";
import { storeOf } from "@switchyard/core/orchestration/store/store.ts";
import {
  defaultTables,
  type OrchestrationTables,
  type TableRole,
} from "@switchyard/core/orchestration/tables.ts";
import { type Task } from "@switchyard/core/orchestration/task.ts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { author } from "../unit/orchestration/fixtures.ts";
import { createTables } from "../unit/orchestration/tables.ts";
import { labourer } from "../unit/orchestration/world.ts";
import { clients, stack } from "./stack.ts";

const unique = crypto.randomUUID().slice(0, 8);
const tables = Object.fromEntries(
  Object.entries(defaultTables).map(([role, name]) => [role, `${name}-${unique}`]),
) as unknown as OrchestrationTables;
const { endpoint, region } = stack();
const { dynamodb, documents } = clients();
const db = equip(documents, { endpoint, region, hasKeys: true, maxAttempts: 3 });
const store = storeOf({ db, tables, author });
const labourers = [labourer({ heartbeat_timeout: 60 })];
const messages: DeadMessage[] = [];
const poke = async () => undefined;
const assistant = assistantOf({ store, labourers, poke, pokeScavenger: poke });
const operating = { store, labourers, poke };
const who = { by: "ann", reason: "a test" };
const tidy = async () =>
  (
    await scavenge({
      store,
      labourers,
      poke,
      announce: async (some) => void messages.push(...some),
      endsAt: Date.now() + 120_000,
    })
  )[0];

beforeAll(async () => {
  await createTables(dynamodb, tables);
  for (const TableName of Object.values(tables) as string[])
    await waitUntilTableExists({ client: dynamodb, maxWaitTime: 30 }, { TableName });
});
afterAll(async () => {
  for (const TableName of Object.values(tables) as string[])
    await dynamodb.send(new DeleteTableCommand({ TableName }));
});

const seconds = () => Math.floor(Date.now() / 1_000);
const started = (ago: number) => ({ greenfield: seconds() + invocationDelta - ago, attempts: 1 });
async function plant(id: string, more: Partial<Task>) {
  const Item = {
    task_id: id,
    labourer_id: "counter",
    created_at: 1,
    greenfield: 2_000,
    attempts: 0,
    payload: "{}",
    ...more,
  };
  await documents.send(new PutCommand({ TableName: tables.tasks, Item }));
}
async function idsIn(role: TableRole) {
  const { Items = [] } = await documents.send(new ScanCommand({ TableName: tables[role] }));
  return Items.map(({ task_id: id }) => String(id)).toSorted((a, b) => a.localeCompare(b));
}

describe("a task's ways on real tables", { timeout: 120_000 }, () => {
  test("go from claim to completion, failure, retry, death and back", async () => {
    for (const id of ["done", "failed", "held"]) await plant(id, started(0));
    await plant("dead", { ...started(5_000), attempts: 3 });
    await plant("silent", started(100));
    const claim = { action: "claim", task_id: "done", attempt: 1, labourer_id: "counter" };
    expect(await assist({ ...claim, nonce: "a" }, assistant)).toEqual({ claimed: true });
    expect(await assist({ ...claim, nonce: "b" }, assistant)).toMatchObject({ reason: "taken" });
    const result = { n: 1, "odd name": ["x"], large: 2 ** 60 };
    const completed = { action: "mark_task_as_completed", task_id: "done", result };
    expect(await assist(completed, assistant)).toEqual({ changed: true });
    expect(await assist(completed, assistant)).toEqual({ changed: false });
    const failed = { action: "mark_task_as_failed", task_id: "failed", attempt: 1 };
    expect(await assist(failed, assistant)).toEqual({ changed: true });
    expect(await assist({ ...failed, action: "heartbeat" }, assistant)).toMatchObject({
      alive: false,
    });
    expect(await tidy()).toMatchObject({
      archived: 1,
      retried: 2,
      dead: 1,
      announced: 1,
      errors: [],
    });
    expect(await idsIn("closed")).toEqual(["dead", "done"]);
    expect(await idsIn("retry")).toEqual(["failed", "silent"]);
    expect(await idsIn("tasks")).toEqual(["held"]);
    expect(messages).toMatchObject([{ task_id: "dead", reason: "attempts" }]);
    const late = { action: "mark_task_as_completed", task_id: "silent" };
    expect(await assist(late, assistant)).toEqual({ changed: true });
    expect(await idsIn("retry")).toEqual(["failed"]);
    await expect(assist({ ...late, task_id: "none" }, assistant)).rejects.toThrow(/no task none/);
  });

  test("are open to people: cancelled, retried, sent on their way again, paused", async () => {
    expect(await operateTask("held", "cancel", who, operating)).toEqual({ changed: true });
    expect(await operateTask("failed", "retry", who, operating)).toEqual({ changed: true });
    expect(await operateTask("failed", "pause", who, operating)).toEqual({ changed: true });
    const redrive = { action: "redrive", filter: { labourer: "counter" } } as const;
    expect(await bulk(redrive, who, operating)).toMatchObject({ changed: 1, failed: [] });
    expect(await idsIn("tasks")).toEqual(["dead", "held"]);
    expect(await idsIn("retry")).toEqual(["failed"]);
    expect(await operateLabourer("counter", "pause", who, operating)).toEqual({ changed: true });
    expect(await operateLabourer("counter", "pause", who, operating)).toEqual({ changed: false });
  });

  test("by the hundred take less than a tenth of a request each", async () => {
    const completed = { ...started(0), completed_at: seconds() };
    for (let n = 0; n < 300; n++) await plant(`many-${n}`, completed);
    const { result, counts } = await metered(tidy);
    expect(result).toMatchObject({ archived: 300, errors: [] });
    const requests = Object.values(counts.requests).reduce((sum, count) => sum + count, 0);
    expect(requests).toBeLessThan(30);
  });
});
