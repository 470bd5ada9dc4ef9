import { beforeEach, describe, expect, test } from "vitest";
import { assist } from "@switchyard/core/orchestration/assistant/assist.ts";
import { assistantOf, type News } from "@switchyard/core/orchestration/assistant/assistant.ts";
import { TaskNotFoundError } from "@switchyard/core/orchestration/errors.ts";
import { invocationDelta } from "@switchyard/core/orchestration/greenfield.ts";
import { bordersOf } from "@switchyard/core/orchestration/states.ts";
import { type Task } from "@switchyard/core/orchestration/task.ts";
import { counted } from "./orchestrator/yard.ts";
import { author, expired, now, plant, running, task, waitingIn } from "./fixtures.ts";
import { labourer, noon, orchestrationWorld } from "./world.ts";

const counter = labourer({ max_simultaneous_invocations: 3 });
const borders = bordersOf(counter, noon);

type Settings = NonNullable<Parameters<typeof orchestrationWorld>[0]>;

async function world(tasks: readonly Task[] = [], settings: Settings = {}) {
  const all = await orchestrationWorld({ author, ...settings });
  await plant("tasks", tasks, all.store);
  const pokes: News[] = [];
  const scavenges: News[] = [];
  const kept = new Map<string, string>();
  const assistant = assistantOf({
    store: all.store,
    labourers: [labourer({}, "other"), counter],
    poke: async (news) => void pokes.push(news),
    pokeScavenger: async (news) => void scavenges.push(news),
    keep: async (key, json) => void kept.set(key, json),
  });
  const ask = (request: object) => assist(request, assistant);
  const only = async () => (await all.rows("tasks"))[0];
  return { ...all, assistant, ask, pokes, scavenges, kept, only };
}

const claim = { action: "claim", task_id: "1", labourer_id: "counter", attempt: 1, nonce: "n1" };

describe("a claim", () => {
  test("gives an attempt to one invocation, and again to the same one", async () => {
    const { ask, only } = await world([running(1)]);
    expect(await ask(claim)).toEqual({ claimed: true });
    expect(await ask({ ...claim, nonce: "n2" })).toEqual({ claimed: false, reason: "taken" });
    expect(await ask(claim)).toEqual({ claimed: true });
    expect(await only()).toMatchObject({ claim: "n1", claim_attempt: 1, claimed_at: now });
  });

  test("of the next attempt is free, though the one before was claimed", async () => {
    const { ask, store } = await world([running(1, { attempts: 2 })]);
    expect(await ask(claim)).toEqual({ claimed: false, reason: "attempt" });
    await plant("tasks", [running(1, { attempts: 2, claim: "n1", claim_attempt: 1 })], store);
    expect(await ask({ ...claim, nonce: "n2" })).toEqual({ claimed: false, reason: "attempt" });
    expect(await ask({ ...claim, attempt: 2, nonce: "n2" })).toEqual({ claimed: true });
  });

  test.each([
    ["completed", running(1, { completed_at: now })],
    ["cancelled", running(1, { cancelled_at: now })],
    ["expired", expired(1)],
    ["expired", task(1, { attempts: 1 })],
  ])("is refused for a task that is %s", async (reason, row) => {
    const { ask, only } = await world([row]);
    expect(await ask(claim)).toEqual({ claimed: false, reason });
    expect(await only()).toEqual(row);
  });

  test("says of a task in another table why it can't be had, and knows when there is none", async () => {
    const { ask, store } = await world();
    await plant("retry", [task(1, { desired_launch_time: now })], store);
    await plant(
      "closed",
      [task(2, { closed_at: now }), task(3, { closed_at: 1, cancelled_at: 1 })],
      store,
    );
    expect(await ask(claim)).toEqual({ claimed: false, reason: "expired" });
    expect(await ask({ ...claim, task_id: "2" })).toEqual({ claimed: false, reason: "closed" });
    expect(await ask({ ...claim, task_id: "3" })).toEqual({ claimed: false, reason: "cancelled" });
    await expect(ask({ ...claim, task_id: "4" })).rejects.toThrow(TaskNotFoundError);
  });

  test("moves to a sibling, which has the whole duration; nobody else can take it over", async () => {
    const { ask, only, clock } = await world([running(1)]);
    await ask(claim);
    clock.now += 600_000;
    const sibling = { ...claim, nonce: "n2", takes_over: "n1" };
    expect(await ask({ ...sibling, takes_over: "x" })).toMatchObject({ claimed: false });
    expect(await ask(sibling)).toEqual({ claimed: true });
    expect(await only()).toMatchObject({ claim: "n2", greenfield: now + 600 + invocationDelta });
    expect(await ask(sibling)).toEqual({ claimed: true });
    expect(await ask(claim)).toMatchObject({ claimed: false, reason: "taken" });
  });

  test("of another labourer's task is an error", async () => {
    const { ask } = await world([running(1)]);
    const strange = { ...claim, labourer_id: "other" };
    await expect(ask(strange)).rejects.toThrow(/labourer_id: expected counter.*got "other"/);
  });
});

describe("a heartbeat", () => {
  const beat = { action: "heartbeat", task_id: "1", attempt: 1, nonce: "n1" };

  test("keeps an attempt alive and says when it was cancelled", async () => {
    const { ask, only, store, clock } = await world([running(1, { claim: "n1" })]);
    clock.now += 5_000;
    expect(await ask(beat)).toEqual({ alive: true, cancelled: false });
    expect(await only()).toMatchObject({ heartbeat_at: now + 5 });
    await plant("tasks", [running(1, { cancelled_at: now })], store);
    expect(await ask(beat)).toEqual({ alive: true, cancelled: true });
  });

  test.each([
    ["another attempt", running(1, { attempts: 2 })],
    ["another invocation", running(1, { claim: "n2" })],
    ["a task that has expired", expired(1)],
    ["a completed task", running(1, { completed_at: now })],
  ])("of %s changes nothing", async (_, row) => {
    const { ask, only } = await world([row]);
    expect(await ask(beat)).toEqual({ alive: false, cancelled: false });
    expect(await only()).toEqual(row);
  });

  test("of a task that was closed as cancelled tells the worker to stop", async () => {
    const { ask, store } = await world();
    await plant("closed", [task(1, { closed_at: now, cancelled_at: now })], store);
    expect(await ask(beat)).toEqual({ alive: false, cancelled: true });
  });
});

describe("a completion", () => {
  const done = { action: "mark_task_as_completed", task_id: "1" };

  test("as Python's workers tell it keeps statistics and result, and frees the slot", async () => {
    const { ask, only, pokes, rows } = await world([running(1)]);
    const told = {
      ...done,
      stats: '{"rows":5}',
      result: { word: "x", digits: "7", "a-b": [1.5, null] },
    };
    expect(await ask(told)).toEqual({ changed: true });
    expect(await only()).toMatchObject({
      completed_at: now,
      greenfield: now + invocationDelta,
      stat_rows: 5,
      result_word: "x",
      result_digits: "7",
      "result_a-b": [1.5, null],
    });
    expect(pokes).toEqual([{ labourer_id: "counter", freed: ["1"], hops: 1 }]);
    expect(await rows("meta")).toMatchObject([
      { action: "marked_as_completed", labourer_id: "counter" },
    ]);
  });

  test("wins over a later one", async () => {
    const { ask, only, clock, pokes } = await world([running(1)]);
    await ask({ ...done, result: { n: 1 } });
    clock.now += 5_000;
    expect(await ask({ ...done, result: { n: 2 } })).toEqual({ changed: false });
    expect(await only()).toMatchObject({ completed_at: now, result_n: 1 });
    expect(pokes).toHaveLength(1);
  });

  test("of an earlier attempt counts while the task waits in the queue, and takes it out", async () => {
    const { ask, only, store } = await world([task(1, { lane: "counter#0#red", attempts: 1 })]);
    await plant("flow", [{ partition: "lanes#counter#0", sort: "red", waiting: 1 }], store);
    expect(await ask({ ...done, attempt: 1 })).toEqual({ changed: true });
    expect(await only()).toMatchObject({
      completed_at: now,
      greenfield: now + invocationDelta,
    });
    expect(await waitingIn("counter#0#red", store)).toBe(0);
  });

  test("counts while the task waits for a retry, and closes it", async () => {
    const { ask, store, rows } = await world();
    await plant("retry", [expired(1, { desired_launch_time: now + 60, stat_a: 1 })], store);
    expect(await ask({ ...done, result: { n: 1 } })).toEqual({ changed: true });
    expect(await rows("retry")).toEqual([]);
    expect(await rows("closed")).toMatchObject([
      {
        task_id: "1",
        labourer_id_task_status: "counter_1",
        result_n: 1,
        stat_a: 1,
        completed_at: now,
      },
    ]);
    expect(await ask(done)).toEqual({ changed: false });
  });

  test("doesn't revive a closed task, and a cancelled one stays cancelled", async () => {
    const { ask, store, rows, only } = await world([running(2, { cancelled_at: now })]);
    const closed = task(1, { closed_at: now, labourer_id_task_status: "counter_0" });
    await plant("closed", [closed], store);
    expect(await ask(done)).toEqual({ changed: false });
    expect(await rows("closed")).toEqual([closed]);
    await ask({ ...done, task_id: "2" });
    expect(await only()).toMatchObject({ cancelled_at: now, completed_at: now });
  });

  test.each([
    ["ours", { labourer_id: "counter" }, ["TransactWrite"]],
    ["Python's, which doesn't say whose task it is", {}, ["Get", "TransactWrite"]],
  ])("of %s is one request with its history, or none of both", async (_, more, expected) => {
    const { assistant, store, rows } = await world([running(1)]);
    const requests: string[] = [];
    const db = counted(store.db, requests);
    const asked = { ...assistant, store: { ...store, db } };
    expect(await assist({ ...done, ...more }, asked)).toEqual({ changed: true });
    expect(requests).toEqual(expected);
    expect(await rows("meta")).toHaveLength(1);
  });

  test("without history is a plain update, and leaves none", async () => {
    const { assistant, store, rows } = await world([running(1)], { author: undefined });
    const requests: string[] = [];
    const db = counted(store.db, requests);
    await assist({ ...done, labourer_id: "counter" }, { ...assistant, store: { ...store, db } });
    expect(requests).toEqual(["Update"]);
    expect(await rows("meta")).toEqual([]);
  });

  test("of no task makes no row", async () => {
    const { ask, rows } = await world();
    await expect(ask(done)).rejects.toThrow(TaskNotFoundError);
    expect(await rows("tasks")).toEqual([]);
  });

  test("too large for a row is kept in the bucket, and the row says where", async () => {
    const { ask, only, kept } = await world([running(1)]);
    await ask({ ...done, result: { log: "x".repeat(150_000), n: 1 } });
    const { result_ref: key, ...row } = (await only()) ?? {};
    expect(row).toMatchObject({ completed_at: now, result_n: 1 });
    expect(row).not.toHaveProperty("result_log");
    expect(JSON.parse(kept.get(String(key)) ?? "")).toMatchObject({ result: { n: 1 } });
  });

  test("finds room beside a payload that another program made as large as a row can be", async () => {
    const payload = JSON.stringify("x".repeat(390_000));
    const { ask, only, kept } = await world([running(1, { payload })]);
    expect(await ask({ ...done, result: { log: "y".repeat(60_000) } })).toEqual({ changed: true });
    expect(await only()).toMatchObject({ completed_at: now, result_ref: expect.anything() });
    expect(kept.size).toBe(1);
  });

  test("too large for a row is refused where there is no bucket", async () => {
    const { assistant, only } = await world([running(1)]);
    const told = { ...done, result: { log: "x".repeat(150_000) } };
    const without = { ...assistant, keep: undefined };
    await expect(assist(told, without)).rejects.toThrow(/result: expected at most 120000 bytes/);
    expect(await only()).toEqual(running(1));
  });

  test("keeps numbers that DynamoDB has no room for", async () => {
    const { ask, only } = await world([running(1)]);
    await ask({ ...done, result: { large: 2 ** 60, huge: 1e200, tiny: 1e-200 } });
    expect(await only()).toMatchObject({
      result_large: BigInt(2 ** 60),
      result_huge: "1e+200",
      result_tiny: "1e-200",
    });
  });

  test("stands though the orchestrator can't be poked", async () => {
    const { assistant, only } = await world([running(1)]);
    const warnings: string[] = [];
    const poke = () => Promise.reject(new TypeError("unreachable"));
    const warn = (message: string) => void warnings.push(message);
    expect(await assist(done, { ...assistant, poke, warn })).toEqual({ changed: true });
    expect(await only()).toMatchObject({ completed_at: now });
    expect(warnings).toEqual(["poke of the orchestrator"]);
  });
});

describe("a failure", () => {
  const failed = { action: "mark_task_as_failed", task_id: "1" };
  const error = { code: "boom", message: "it broke" };

  test("frees the slot at once, for Python's scavenger too, and pokes both", async () => {
    const { ask, only, pokes, scavenges } = await world([running(1)]);
    expect(await ask({ ...failed, attempt: 1, error, stats: { n: 1 } })).toEqual({ changed: true });
    expect(await only()).toMatchObject({
      greenfield: borders.expired - 1,
      failed_attempts: 1,
      failed_attempt: 1,
      failure: "boom: it broke",
      stat_n: 1,
    });
    expect(pokes).toEqual([{ labourer_id: "counter", freed: ["1"], hops: 1 }]);
    expect(scavenges).toEqual([{ labourer_id: "counter", hops: 1 }]);
  });

  test("is of the attempt that the newest row has, though reads may lag", async () => {
    const { ask, store, clock, only } = await world([task(1)], { replicaLag: 60_000 });
    clock.now += 60_000;
    const greenfield = now + 60 + invocationDelta;
    await plant("tasks", [running(1, { greenfield })], store);
    expect(await ask(failed)).toEqual({ changed: true });
    expect(await only()).toMatchObject({ failed_attempt: 1 });
  });

  test("is one request with its history, after the look at its row", async () => {
    const { assistant, store, rows } = await world([running(1)]);
    const requests: string[] = [];
    const db = counted(store.db, requests);
    const told = { ...failed, labourer_id: "counter", attempt: 1 };
    await assist(told, { ...assistant, store: { ...store, db } });
    expect(requests).toEqual(["Get", "TransactWrite"]);
    expect(await rows("meta")).toMatchObject([{ action: "marked_as_failed" }]);
  });

  test("told twice counts once", async () => {
    const { ask, only, clock } = await world([running(1)]);
    await ask({ ...failed, attempt: 1 });
    clock.now += 3_000;
    expect(await ask({ ...failed, attempt: 1 })).toEqual({ changed: false });
    expect(await only()).toMatchObject({ failed_attempts: 1 });
  });

  test.each([
    ["another attempt", running(1, { attempts: 2 }), {}],
    ["another invocation", running(1, { claim: "n2", claim_attempt: 1 }), { nonce: "n1" }],
    ["a completed task", running(1, { completed_at: now }), {}],
    ["a queued task", task(1, { attempts: 1 }), {}],
  ])("of %s changes nothing", async (_, row, more) => {
    const { ask, only } = await world([row]);
    expect(await ask({ ...failed, attempt: 1, ...more })).toEqual({ changed: false });
    expect(await only()).toEqual(row);
  });

  test("that no other attempt can mend says so to the scavenger", async () => {
    const { ask, only } = await world([running(1)]);
    await ask({ ...failed, error: { ...error, retryable: false } });
    expect(await only()).toMatchObject({ not_retryable: true });
  });

  test("of no task is an error", async () => {
    const { ask } = await world();
    await expect(ask(failed)).rejects.toThrow(TaskNotFoundError);
  });
});

describe("a poke counts on from the one that led to the task's start:", () => {
  const ways: readonly [string, Task, object][] = [
    ["as our workers tell it", running(1), { labourer_id: "counter", poke_hops: 7 }],
    ["as the row says, for Python's", running(1, { poke_hops: 7 }), {}],
    ["as the row says, of one that has expired", expired(1, { poke_hops: 7 }), {}],
  ];
  test.each(ways)("of a completion, %s", async (_, row, more) => {
    const { ask, pokes } = await world([row]);
    await ask({ action: "mark_task_as_completed", task_id: "1", ...more });
    expect(pokes.map(({ hops }) => hops)).toEqual([8]);
  });

  test("of a failure, both its pokes", async () => {
    const { ask, pokes, scavenges } = await world([running(1, { poke_hops: 7 })]);
    await ask({ action: "mark_task_as_failed", task_id: "1" });
    expect([...pokes, ...scavenges].map(({ hops }) => hops)).toEqual([8, 8]);
  });
});

describe("the assistant", () => {
  test.each([
    [{ action: "close", task_id: "1" }, /action/],
    [{ action: "claim", task_id: "1" }, /nonce: expected/],
    [{ action: "heartbeat", task_id: "" }, /task_id: expected/],
    ["nonsense", /expected/],
  ])("refuses %j, naming the field", async (request, message) => {
    const { assistant } = await world();
    await expect(assist(request, assistant)).rejects.toThrow(message);
  });

  let calls = 0;
  beforeEach(() => (calls = 0));
  const requests: readonly [string, Task | undefined, object][] = [
    ["claim", running(1), claim],
    ["completion", running(1), { action: "mark_task_as_completed", task_id: "1" }],
    ["late completion", task(1), { action: "mark_task_as_completed", task_id: "1" }],
    ["completion in retry", undefined, { action: "mark_task_as_completed", task_id: "1" }],
    ["failure", running(1), { action: "mark_task_as_failed", task_id: "1", attempt: 1 }],
  ];
  test.each(requests)("does a %s whose answers get lost, once", async (_, row, request) => {
    const { assistant, ask, rows, store } = await world(row ? [row] : []);
    if (!row) await plant("retry", [expired(1, { desired_launch_time: now + 60 })], store);
    const { db } = store;
    const send = async (command: Parameters<typeof db.send>[0]) => {
      if (++calls % 2 === 0) return db.send(command);
      await db.send(command).catch(() => undefined);
      const input = command.input as { ClientRequestToken?: string };
      if ("TransactItems" in input) input.ClientRequestToken = `again-${calls}`;
      calls++;
      return db.send(command);
    };
    const losing = { ...assistant, store: { ...store, db: { send: send as typeof db.send } } };
    const answer = await assist(request, losing);
    expect(answer).toEqual("nonce" in request ? { claimed: true } : { changed: true });
    const written = [...(await rows("tasks")), ...(await rows("closed"))];
    expect(written).toHaveLength(1);
    expect(written[0]?.["failed_attempts"] ?? 1).toBe(1);
    expect(await ask(request)).toEqual("nonce" in request ? { claimed: true } : { changed: false });
  });
});
