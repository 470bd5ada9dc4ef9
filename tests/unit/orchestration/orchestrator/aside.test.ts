import { describe, expect, test } from "vitest";
import { invokeTask } from "@switchyard/core/orchestration/orchestrator/invoke-task.ts";
import { takeLease } from "@switchyard/core/orchestration/orchestrator/lease.ts";
import { orchestrate } from "@switchyard/core/orchestration/orchestrator/orchestrate.ts";
import {
  poke,
  mostHops,
  pokeIn,
  pokeScavenger,
} from "@switchyard/core/orchestration/orchestrator/poke.ts";
import { stateKey } from "@switchyard/core/orchestration/orchestrator/state-row.ts";
import { type Store } from "@switchyard/core/orchestration/store/store.ts";
import { updateIf } from "@switchyard/core/orchestration/store/update.ts";
import { labourer, noon } from "../world.ts";
import { changeTask, queueTasks, yardWorld } from "./yard.ts";

const one = labourer();
const setState = (store: Store, set: object) =>
  updateIf({ update: "flow", key: stateKey("counter"), change: { set: { ...set } } }, store);

describe("a candidate that must not start makes room for the next:", () => {
  test("one past its deadline is closed as expired, with a message to be sent", async () => {
    const world = await yardWorld();
    await queueTasks(world.store, 2);
    await changeTask(world.store, "t0", { deadline: noon / 1_000 });
    const { labourers } = await orchestrate({ labourers: [one] }, world.yard);
    expect(labourers).toMatchObject([{ started: ["t1"], closed: ["t0"] }]);
    expect(await world.rows("closed")).toMatchObject([
      { task_id: "t0", labourer_id_task_status: "counter_0", attempts: 0 },
    ]);
    expect((await world.rows("flow")).map(({ partition }) => partition)).toContain(
      "outbox#counter",
    );
  });

  test("one that was cancelled is closed as cancelled", async () => {
    const world = await yardWorld();
    await queueTasks(world.store, 2);
    await changeTask(world.store, "t0", { cancelled_at: 5, cancelled_by: "ann" });
    const { labourers } = await orchestrate({ labourers: [one] }, world.yard);
    expect(labourers).toMatchObject([{ started: ["t1"], closed: ["t0"] }]);
    expect(await world.rows("closed")).toMatchObject([{ task_id: "t0", cancelled_by: "ann" }]);
  });

  test("one of a cancelled job is closed, one of a paused job set aside until it is resumed", async () => {
    const world = await yardWorld();
    await queueTasks(world.store, 1, { job_id: "gone" });
    await queueTasks(world.store, 1, { from: 1, job_id: "later" });
    await queueTasks(world.store, 1, { from: 2 });
    await setState(world.store, { held_jobs: { gone: "cancelled", later: "paused" } });
    const { labourers } = await orchestrate({ labourers: [one] }, world.yard);
    expect(labourers).toMatchObject([{ started: ["t2"], closed: ["t0"], set_aside: ["t1"] }]);
    expect(await world.rows("retry")).toMatchObject([{ task_id: "t1", held: true }]);
  });
});

describe("a task invoked by its id", () => {
  const labourers = [labourer({ max_simultaneous_invocations: 1 })];

  test("starts out of its turn, within the limit", async () => {
    const world = await yardWorld();
    await queueTasks(world.store, 3);
    expect(await invokeTask({ taskId: "t2", labourers }, world.yard)).toMatchObject({
      started: true,
    });
    const second = await invokeTask({ taskId: "t0", labourers }, world.yard);
    expect(second).toMatchObject({ started: false, hold: { why: "labourer_limit" } });
    expect(
      await invokeTask({ taskId: "t0", labourers, beyondLimits: true }, world.yard),
    ).toMatchObject({ started: true });
    expect(world.events.map(({ task_id }) => task_id)).toEqual(["t2", "t0"]);
  });

  test("isn't started twice", async () => {
    const world = await yardWorld();
    await queueTasks(world.store, 1);
    await invokeTask({ taskId: "t0", labourers }, world.yard);
    expect(await invokeTask({ taskId: "t0", labourers }, world.yard)).toEqual({
      started: false,
      state: "running",
    });
  });

  test("waits for another run's lease", async () => {
    const world = await yardWorld({ leaseMs: 2_000 });
    await queueTasks(world.store, 1);
    await takeLease("counter", { news: undefined }, world.yard);
    expect(
      await invokeTask({ taskId: "t0", labourers, patienceMs: 500 }, world.yard),
    ).toMatchObject({ started: false, report: { outcome: "held" } });
    expect(await invokeTask({ taskId: "t0", labourers }, world.yard)).toMatchObject({
      started: true,
    });
  });

  test("that isn't there, or whose labourer isn't, is an error", async () => {
    const world = await yardWorld();
    await queueTasks(world.store, 1);
    await expect(invokeTask({ taskId: "t9", labourers }, world.yard)).rejects.toThrow("t9");
    await expect(invokeTask({ taskId: "t0", labourers: [] }, world.yard)).rejects.toThrow(
      "No labourer counter",
    );
  });
});

describe("a poke", () => {
  test("invokes the orchestrator with what it tells, asynchronously", async () => {
    const world = await yardWorld();
    const poking = { lambda: world.yard.lambda, orchestrator: "orchestrator" };
    const news = { labourer_id: "counter", task_ids: ["a"], freed: ["b"] };
    expect(await poke(news, poking)).toBe(true);
    expect(pokeIn(world.events[0])).toEqual({ ...news, hops: 0 });
  });

  test("stops after too many in a row", async () => {
    const world = await yardWorld();
    const poking = { lambda: world.yard.lambda, orchestrator: "orchestrator" };
    const news = { labourer_id: "counter", hops: mostHops };
    expect(await poke(news, poking)).toBe(false);
    expect(await pokeScavenger(news, { ...poking, scavenger: "scavenger" })).toBe(false);
    expect(world.events).toEqual([]);
  });

  test("that can't be read is refused, by field", () => {
    expect(() => pokeIn({ poke: { labourer_id: "" } })).toThrow(/poke\.labourer_id/);
    expect(pokeIn({ source: "aws.events" })).toBeUndefined();
    expect(pokeIn(null)).toBeUndefined();
  });

  test("of a labourer that isn't registered is an error that names those that are", async () => {
    const world = await yardWorld();
    const unknown = pokeIn({ poke: { labourer_id: "nobody" } });
    await expect(orchestrate({ labourers: [one], poke: unknown }, world.yard)).rejects.toThrow(
      /nobody.*counter/,
    );
  });

  test("hands its count of hops to the tasks that it starts; the clock begins a new one", async () => {
    const world = await yardWorld();
    await queueTasks(world.store, 2, { poke_hops: 9 });
    const labourers = [labourer({ max_simultaneous_invocations: 2 })];
    const news = pokeIn({ poke: { labourer_id: "counter", hops: 7, task_ids: ["t0"] } });
    await orchestrate({ labourers: [one], poke: news }, world.yard);
    await orchestrate({ labourers }, world.yard);
    expect(world.events.map((event) => event["poke_hops"])).toEqual([7, 0]);
    expect(await world.tasks()).toMatchObject([{ poke_hops: 7 }, { poke_hops: 0 }]);
  });

  test("goes on in another run, one hop further, where the time was too short", async () => {
    const world = await yardWorld({ orchestrator: "orchestrator", endsAt: noon + 4_000 });
    await queueTasks(world.store, 2);
    const news = pokeIn({ poke: { labourer_id: "counter", hops: 3 } });
    const { labourers } = await orchestrate({ labourers: [one], poke: news }, world.yard);
    expect(labourers).toMatchObject([{ started: [], unfinished: true }]);
    expect(world.events).toMatchObject([{ poke: { labourer_id: "counter", hops: 4 } }]);
  });
});
