import { describe, expect, test } from "vitest";
import { orchestrate } from "@switchyard/core/orchestration/orchestrator/orchestrate.ts";
import {
  releaseLease,
  renewLease,
  takeLease,
} from "@switchyard/core/orchestration/orchestrator/lease.ts";
import { pokeIn } from "@switchyard/core/orchestration/orchestrator/poke.ts";
import { stateKey } from "@switchyard/core/orchestration/orchestrator/state-row.ts";
import { updateIf } from "@switchyard/core/orchestration/store/update.ts";
import { labourer } from "../world.ts";
import { changeTask, queueTasks, yardWorld } from "./yard.ts";

const poke = (more: object = {}) => pokeIn({ poke: { labourer_id: "counter", ...more } });
const two = labourer({ max_simultaneous_invocations: 2 });

async function held(world: Awaited<ReturnType<typeof yardWorld>>) {
  const taken = await takeLease("counter", {}, world.yard);
  if (!("lease" in taken)) throw new TypeError("the lease is held");
  return taken.lease;
}

const pauseUpdate = (labourerId: string) => ({
  update: "flow" as const,
  key: stateKey(labourerId),
  change: { set: { paused: { by: "ann", why: "a test", at: 1 } } },
});

describe("the lease", () => {
  test("lets one run at a time mark, and another once it is over", async () => {
    const world = await yardWorld();
    await queueTasks(world.store, 1);
    const lease = await held(world);
    const meanwhile = await orchestrate({ labourers: [two] }, world.yard);
    expect(meanwhile).toMatchObject({ started: 0, labourers: [{ outcome: "held" }] });
    world.clock.now = lease.until + 1;
    expect(await orchestrate({ labourers: [two] }, world.yard)).toMatchObject({ started: 1 });
  });

  test("that another took lets its old holder mark nothing", async () => {
    const world = await yardWorld();
    await queueTasks(world.store, 1);
    const { db } = world.store;
    const send = (async (command: Parameters<typeof db.send>[0]) => {
      if (!("TransactItems" in command.input)) return db.send(command);
      // Between this run's look at the queue and its mark, its lease runs out.
      world.clock.now += world.yard.leaseMs + 1;
      await takeLease("counter", {}, world.yard);
      return db.send(command);
    }) as typeof db.send;
    const late = { ...world.yard, store: { ...world.store, db: { send } } };
    const { labourers } = await orchestrate({ labourers: [two] }, late);
    expect(labourers).toMatchObject([{ outcome: "lost", started: [] }]);
    expect(world.events).toEqual([]);
    expect(await world.tasks()).toMatchObject([{ greenfield: 2_000, attempts: 0 }]);
  });

  test.each([
    ["another has taken", true],
    ["nobody else has", false],
  ])("is renewed before a mark in its last seconds: one that %s", async (_, isTaken) => {
    const world = await yardWorld();
    await queueTasks(world.store, 120);
    const { db } = world.store;
    const asked: string[] = [];
    const send = (async (command: Parameters<typeof db.send>[0]) => {
      asked.push(command.constructor.name);
      const answer = await db.send(command);
      if (asked.filter((name) => name === "TransactWriteCommand").length !== 1) return answer;
      const { until = 0 } = (await world.state()) as { until?: number };
      world.clock.now = until - world.yard.marginMs;
      // Its clock is ahead.
      const store = { ...world.store, now: () => until + 1 };
      if (isTaken) await takeLease("counter", {}, { ...world.yard, store });
      return answer;
    }) as typeof db.send;
    const yard = { ...world.yard, store: { ...world.store, db: { send } } };
    const many = [labourer({ max_simultaneous_invocations: 120 })];
    const { labourers } = await orchestrate({ labourers: many }, yard);
    const first = asked.indexOf("TransactWriteCommand");
    expect(asked[first + 1]).toBe("UpdateCommand");
    const marks = asked.filter((name) => name === "TransactWriteCommand");
    expect(marks).toHaveLength(isTaken ? 1 : 2);
    expect(labourers).toMatchObject([{ outcome: isTaken ? "lost" : "done" }]);
  });

  test("of a paused labourer marks nothing, though the pause came after the look", async () => {
    const world = await yardWorld();
    await queueTasks(world.store, 1);
    const { db } = world.store;
    const send = (async (command: Parameters<typeof db.send>[0]) => {
      if ("TransactItems" in command.input) await updateIf(pauseUpdate("counter"), world.store);
      return db.send(command);
    }) as typeof db.send;
    const yard = { ...world.yard, store: { ...world.store, db: { send } } };
    const { labourers } = await orchestrate({ labourers: [two] }, yard);
    expect(labourers).toMatchObject([{ outcome: "done", started: [] }]);
    expect(await world.tasks()).toMatchObject([{ greenfield: 2_000 }]);
    expect(await world.state()).not.toHaveProperty("holder");
  });

  test("isn't let go while somebody poked: the poke's task is started", async () => {
    const world = await yardWorld();
    const lease = await held(world);
    await queueTasks(world.store, 1);
    const poked = await orchestrate({ labourers: [two], poke: poke() }, world.yard);
    expect(poked.labourers).toMatchObject([{ outcome: "held" }]);
    expect(await releaseLease(lease, {}, world.yard)).toBe("dirty");
    const again = await renewLease(lease, world.yard);
    expect(again).toMatchObject({ state: { dirty: false } });
    expect(await releaseLease(lease, {}, world.yard)).toBe("released");
  });

  test("a poke during a run makes it go round again", async () => {
    const world = await yardWorld({
      answer: () => {
        answers.push(
          (async () => {
            if (answers.length > 1) return;
            await queueTasks(world.store, 1, { from: 5 });
            await orchestrate({ labourers: [two], poke: poke({ task_ids: ["t5"] }) }, world.yard);
          })(),
        );
      },
    });
    const answers: Promise<void>[] = [];
    await queueTasks(world.store, 1);
    const slow = { ...world.yard };
    const { labourers } = await orchestrate({ labourers: [two] }, slow);
    await Promise.all(answers);
    expect(labourers).toMatchObject([{ outcome: "done" }]);
    expect(world.events.map(({ task_id }) => task_id)).toEqual(["t0", "t5"]);
  });

  test("a poke that finds a lease that ended takes it itself", async () => {
    const world = await yardWorld();
    const lease = await held(world);
    await queueTasks(world.store, 1);
    world.clock.now = lease.until + 1;
    expect(await orchestrate({ labourers: [two], poke: poke() }, world.yard)).toMatchObject({
      started: 1,
    });
  });

  test("keeps at most 100 poked tasks, and is dirty beyond them", async () => {
    const world = await yardWorld();
    await held(world);
    for (const at of [0, 1, 2]) {
      const task_ids = Array.from({ length: 50 }, (_, n) => `p${at}-${n}`);
      await orchestrate({ labourers: [two], poke: poke({ task_ids }) }, world.yard);
    }
    const { poked, dirty } = await world.state();
    expect((poked as Set<string>).size).toBe(100);
    expect(dirty).toBe(true);
  });
});

describe("where the index lags", () => {
  const indexLag = 60_000;

  test("a run counts the marks of the run before: the limit holds", async () => {
    const world = await yardWorld({ indexLag });
    await queueTasks(world.store, 5);
    world.clock.now += indexLag;
    await orchestrate({ labourers: [two] }, world.yard);
    world.clock.now += 10;
    expect(await orchestrate({ labourers: [two] }, world.yard)).toMatchObject({
      started: 0,
      labourers: [{ running: 2 }],
    });
    expect(world.events).toHaveLength(2);
  });

  test("and other reads too, a run counts the marks of the run before", async () => {
    const world = await yardWorld({ indexLag, replicaLag: indexLag });
    await queueTasks(world.store, 5);
    world.clock.now += indexLag;
    await orchestrate({ labourers: [two] }, world.yard);
    world.clock.now += 10;
    const again = await orchestrate({ labourers: [two] }, world.yard);
    expect(again).toMatchObject({ started: 0, labourers: [{ running: 2 }] });
  });

  test("at one place more than at another, a mark that one has shown still counts", async () => {
    const one = labourer();
    const world = await yardWorld();
    await queueTasks(world.store, 2);
    await orchestrate({ labourers: [one] }, world.yard);
    world.clock.now += 500;
    await orchestrate({ labourers: [one] }, world.yard);
    const { db } = world.store;
    const send = (async (command: Parameters<typeof db.send>[0]) =>
      JSON.stringify(command.input).includes(":expired")
        ? { Items: [] }
        : db.send(command)) as typeof db.send;
    const behind = { ...world.yard, store: { ...world.store, db: { send } } };
    expect(await orchestrate({ labourers: [one] }, behind)).toMatchObject({ started: 0 });
  });

  test("a mark that ended meanwhile frees its slot, though the index shows neither", async () => {
    const world = await yardWorld({ indexLag });
    await queueTasks(world.store, 5);
    world.clock.now += indexLag;
    await orchestrate({ labourers: [two] }, world.yard);
    await changeTask(world.store, "t0", { completed_at: 1 });
    expect(await orchestrate({ labourers: [two] }, world.yard)).toMatchObject({ started: 1 });
    expect(world.events.map(({ task_id }) => task_id)).toEqual(["t0", "t1", "t2"]);
  });

  test("a poked task is started before the index knows it", async () => {
    const world = await yardWorld({ indexLag });
    await queueTasks(world.store, 1);
    expect(await orchestrate({ labourers: [two] }, world.yard)).toMatchObject({ started: 0 });
    const news = poke({ task_ids: ["t0", "nowhere"] });
    expect(await orchestrate({ labourers: [two], poke: news }, world.yard)).toMatchObject({
      started: 1,
    });
  });

  test("a slot that a poke says is free is, though the index still shows its task running", async () => {
    const world = await yardWorld({ indexLag });
    await queueTasks(world.store, 3);
    world.clock.now += indexLag;
    await orchestrate({ labourers: [two] }, world.yard);
    world.clock.now += 2 * indexLag;
    await orchestrate({ labourers: [two] }, world.yard);
    expect((await world.state())["recent"]).toEqual([]);
    await changeTask(world.store, "t0", { completed_at: 1 });
    expect(await orchestrate({ labourers: [two] }, world.yard)).toMatchObject({ started: 0 });
    const news = poke({ freed: ["t0"] });
    expect(await orchestrate({ labourers: [two], poke: news }, world.yard)).toMatchObject({
      started: 1,
    });
  });

  test("marks leave the lease's row once the index shows them", async () => {
    const world = await yardWorld({ indexLag });
    await queueTasks(world.store, 2);
    world.clock.now += indexLag;
    await orchestrate({ labourers: [two] }, world.yard);
    expect((await world.state())["recent"]).toHaveLength(2);
    world.clock.now += indexLag;
    await orchestrate({ labourers: [two] }, world.yard);
    expect((await world.state())["recent"]).toEqual([]);
  });
});
