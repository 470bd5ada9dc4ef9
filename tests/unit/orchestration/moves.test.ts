import { PutCommand } from "@aws-sdk/lib-dynamodb";
import { describe, expect, test } from "vitest";
import { invocationDelta } from "@switchyard/core/orchestration/greenfield.ts";
import { laneKey, laneName } from "@switchyard/core/orchestration/lanes.ts";
import { laneWrites, moveAll } from "@switchyard/core/orchestration/moves/move.ts";
import { fitted, mostRowBytes, rowBytes } from "@switchyard/core/orchestration/moves/size.ts";
import { toClosed } from "@switchyard/core/orchestration/moves/to-closed.ts";
import { attemptsOf, toQueue } from "@switchyard/core/orchestration/moves/to-queue.ts";
import { toRetry, whenHeld } from "@switchyard/core/orchestration/moves/to-retry.ts";
import { getRow } from "@switchyard/core/orchestration/store/read.ts";
import { transact } from "@switchyard/core/orchestration/store/transact.ts";
import { type Task } from "@switchyard/core/orchestration/task.ts";
import { noon, orchestrationWorld } from "./world.ts";

const byText = (a: string, b: string) => a.localeCompare(b);
const author = { author: "scavenger", invocation_id: "i", log_stream_name: "l" };
const now = noon / 1_000;
const lane = laneName({ labourerId: "counter", priority: 0, key: "red" });
const task = (id: string | number, more: Partial<Task> = {}): Task => ({
  task_id: String(id),
  labourer_id: "counter",
  created_at: 1,
  greenfield: 2_000,
  attempts: 0,
  payload: '{"a":1}',
  ...more,
});
const running = (id: string | number, more: Partial<Task> = {}) =>
  task(id, { greenfield: now + invocationDelta, attempts: 1, ...more });

async function world(tasks: readonly Task[], settings = {}) {
  const all = await orchestrationWorld({ author, ...settings });
  for (const row of tasks) await transact([{ put: "tasks", row }], all.store);
  const read = async () => (await all.rows("tasks")) as Task[];
  const waiting = async () =>
    (
      await getRow("flow", laneKey({ labourerId: "counter", priority: 0, key: "red" }), all.store)
    )?.["waiting"];
  return { ...all, read, waiting };
}

describe("a move to the closed table", () => {
  test("keeps all a row holds and releases its singleton key and its place in the lane", async () => {
    const row = task(1, {
      singleton_key: "one",
      lane,
      stat_rows: 3,
      deadline: 9,
      idempotency_key: "k",
    });
    const { store, read, rows, waiting } = await world([row], { retentionDays: 1 });
    await transact(
      [
        { put: "flow", row: { partition: "single#counter", sort: "one", task_id: "1" } },
        { put: "flow", row: { partition: "deadline#counter", sort: "1", due: 9_000 } },
        ...laneWrites([{ lanes: [{ lane, by: 2 }] }], 0),
      ],
      store,
    );
    const moves = (await read()).map((one) =>
      toClosed(one, { status: 0, action: "archived_dead", message: "attempts" }, store),
    );
    expect((await moveAll(moves, store)).done).toHaveLength(1);
    expect(await rows("tasks")).toEqual([]);
    expect(await rows("closed")).toMatchObject([
      {
        ...row,
        closed_at: now,
        labourer_id_task_status: "counter_0",
        expires_at: now + 86_400,
      },
    ]);
    expect(await waiting()).toBe(1);
    expect((await rows("flow")).map(({ partition }) => String(partition)).toSorted(byText)).toEqual(
      ["lanes#counter#0", "outbox#counter"],
    );
    expect(await rows("meta")).toMatchObject([{ action: "archived_dead", author: "scavenger" }]);
  });

  test.each([
    ["its place in the queue", { greenfield: 5 }],
    ["its completion", { completed_at: 7 }],
    ["its failures, by Python", { failed_attempts: 1 }],
    ["anything, by this project", { write: "another" }],
  ])("is refused where a row has changed since it was read: %s", async (_, changed) => {
    const { store, rows, read } = await world([running(1), running(2)]);
    const [first, second] = (await read()).toSorted((a, b) => a.task_id.localeCompare(b.task_id));
    await store.db.send(
      new PutCommand({
        TableName: store.tables.tasks,
        Item: { ...first, ...changed },
      }),
    );
    const moves = [first, second].map((one) =>
      toClosed(one as Task, { status: 0, action: "archived_dead" }, store),
    );
    const { done, refused } = await moveAll(moves, store);
    expect([done.length, refused.length]).toEqual([1, 1]);
    expect(refused[0]?.rows[1]).toMatchObject(changed);
    expect(await rows("tasks")).toMatchObject([{ task_id: "1" }]);
    expect(await rows("closed")).toMatchObject([{ task_id: "2" }]);
  });
});

describe("a move to the retry table and back", () => {
  test("keeps results, statistics, failures and attempts, and ends what belonged to the start", async () => {
    const kept = running(1, {
      stat_seconds: 1.25,
      result_error: "boom",
      failed_attempts: 1,
      failure: "boom",
      lane,
    });
    const start = { mark: "m", claim: "n", claim_attempt: 1, claimed_at: 5, heartbeat_at: 6 };
    const row = { ...kept, ...start };
    const { store, read, rows, waiting, clock } = await world([row]);
    const [read1] = await read();
    await moveAll(
      [toRetry(read1 as Task, now + 1.5, { action: "scheduled_for_retry" }, store)],
      store,
    );
    expect(await rows("tasks")).toEqual([]);
    expect(await waiting()).toBeUndefined();
    const [waits] = (await rows("retry")) as Task[];
    expect(waits).toMatchObject({ ...row, desired_launch_time: now + 2 });
    clock.now += 2_000;
    await moveAll([toQueue(waits as Task, 1_999, { action: "ready_for_retry" }, store)], store);
    expect(await rows("retry")).toEqual([]);
    expect(await rows("tasks")).toEqual([{ ...kept, greenfield: 1_999, write: expect.anything() }]);
    expect(await waiting()).toBe(1);
    const actions = (await rows("meta")).map(({ action }) => action);
    expect(actions.map(String).toSorted(byText)).toEqual([
      "ready_for_retry",
      "scheduled_for_retry",
    ]);
  });

  test("of a queued task leaves its lane; held ones have no time to return", async () => {
    const { store, read, rows, waiting } = await world([task(1, { lane })]);
    await transact(laneWrites([{ lanes: [{ lane, by: 1 }] }], 0), store);
    const [read1] = await read();
    await moveAll(
      [toRetry(read1 as Task, whenHeld, { action: "paused", held: true }, store)],
      store,
    );
    expect(await waiting()).toBe(0);
    expect(await rows("retry")).toMatchObject([{ held: true, desired_launch_time: 9_999_999_999 }]);
  });
});

test("a dead task that returns to the queue has its attempts anew, and its key if it is free", async () => {
  const { store, read, rows } = await world([running(1, { attempts: 3, singleton_key: "one" })]);
  const [dead] = await read();
  await moveAll([toClosed(dead as Task, { status: 0, action: "archived_dead" }, store)], store);
  const [closed] = (await rows("closed")) as Task[];
  const again = () => toQueue(closed as Task, 1_999, { action: "redriven" }, store);
  const key = { partition: "single#counter", sort: "one" };
  await transact([{ put: "flow", row: { ...key, task_id: "other" } }], store);
  expect((await moveAll([again()], store)).refused).toHaveLength(1);
  expect(await rows("closed")).toHaveLength(1);
  await transact([{ put: "flow", row: { ...key, task_id: "1" } }], store);
  expect((await moveAll([again()], store)).done).toHaveLength(1);
  const [queued] = (await rows("tasks")) as Task[];
  expect(queued).toMatchObject({ attempts: 3, attempts_before: 3 });
  expect(queued).not.toHaveProperty("closed_at");
  expect(queued && attemptsOf(queued)).toBe(0);
});

test("moves of one lane are counted in one write, and no transaction outgrows 100 writes", async () => {
  const tasks = Array.from({ length: 120 }, (_, n) =>
    task(n, { lane: laneName({ labourerId: "counter", priority: n % 10, key: `k${n % 60}` }) }),
  );
  const { store, read, rows } = await world(tasks);
  const sizes: number[] = [];
  const { db } = store;
  const counted = {
    ...store,
    db: {
      send: ((command: { input: { TransactItems?: unknown[] } }) => {
        if (command.input.TransactItems) sizes.push(command.input.TransactItems.length);
        return db.send(command as never);
      }) as typeof db.send,
    },
  };
  const moves = (await read()).map((one) => toRetry(one, 0, { action: "paused" }, counted));
  expect((await moveAll(moves, counted)).done).toHaveLength(120);
  expect(Math.max(...sizes)).toBeLessThanOrEqual(100);
  expect(sizes.length).toBeLessThan(7);
  expect((await rows("flow")).every(({ waiting }) => waiting === -2)).toBe(true);
});

test("a row that leaves no room for a move loses its largest results, and says so", () => {
  const huge = task(1, {
    result_log: "x".repeat(300_000),
    result_n: 1,
    stat_b: "y".repeat(120_000),
  });
  const row = fitted(huge);
  expect(rowBytes(row)).toBeLessThan(mostRowBytes);
  expect(row).toMatchObject({ left_out: "result_log", result_n: 1, payload: huge.payload });
  expect(fitted(task(2))).toEqual(task(2));
});
