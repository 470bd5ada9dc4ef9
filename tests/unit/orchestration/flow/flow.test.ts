import { describe, expect, test } from "vitest";
import { orchestrate } from "@switchyard/core/orchestration/orchestrator/orchestrate.ts";
import { labourer } from "../world.ts";
import { changeTask, queueTasks, throttled, yardWorld } from "../orchestrator/yard.ts";
import { byTenant, queueFor, queueLikePython, waitingIn } from "./lanes.ts";

type World = Awaited<ReturnType<typeof yardWorld>>;
const ids = ({ events }: World) => events.map(({ task_id }) => task_id);
const complete = async ({ store }: World, ...done: readonly string[]) => {
  for (const id of done) await changeTask(store, id, { completed_at: 1 });
};

describe("fair share", () => {
  const fair = byTenant({});

  test("serves those who wait in turn, first come first served within each", async () => {
    const world = await yardWorld();
    await queueFor(world.store, "a", 5);
    await queueFor(world.store, "b", 2);
    await queueFor(world.store, "c", 1);
    await orchestrate({ labourers: [fair] }, world.yard);
    expect(ids(world)).toEqual(["a-0", "b-0", "c-0", "a-1"]);
    expect(waitingIn(await world.rows("flow"))).toEqual({ "0/a": 3, "0/b": 1, "0/c": 0 });
  });

  test("goes on with those who weren't served last time", async () => {
    const world = await yardWorld();
    for (const tenant of ["a", "b", "c"]) await queueFor(world.store, tenant, 3);
    const one = byTenant({}, { max_simultaneous_invocations: 1 });
    for (let n = 0; n < 5; n++) {
      world.clock.now += 1_000;
      await orchestrate({ labourers: [one] }, world.yard);
      await complete(world, ids(world).at(-1) ?? "");
    }
    expect(ids(world)).toEqual(["a-0", "b-0", "c-0", "a-1", "b-1"]);
  });

  test("doesn't let one tenant's 50,000 delay another's first, at the same number of requests", async () => {
    const requests = async (many: number) => {
      const world = await yardWorld();
      await queueFor(world.store, "many", many);
      world.clock.now += 1_000;
      await queueFor(world.store, "few", 1);
      world.requests.length = 0;
      await orchestrate({ labourers: [byTenant({ concurrency: 2 })] }, world.yard);
      expect(ids(world)).toEqual(["many-0", "few-0", "many-1"]);
      return world.requests.length;
    };
    expect(await requests(50_000)).toBe(await requests(50));
  }, 60_000);

  test("100 tenants' first tasks are found with few requests", async () => {
    const world = await yardWorld();
    for (let n = 0; n < 100; n++) await queueFor(world.store, `t${n}`, 1);
    world.requests.length = 0;
    await orchestrate(
      { labourers: [byTenant({}, { max_simultaneous_invocations: 100 })] },
      world.yard,
    );
    expect(world.events).toHaveLength(100);
    expect(world.requests.length).toBeLessThanOrEqual(130);
  });

  test("forgets lanes that are empty, and knows them again", async () => {
    const world = await yardWorld();
    await queueFor(world.store, "a", 1);
    await orchestrate({ labourers: [fair] }, world.yard);
    await orchestrate({ labourers: [fair] }, world.yard);
    expect(waitingIn(await world.rows("flow"))).toEqual({});
    await queueFor(world.store, "a", 1, { task_id: "again" });
    await orchestrate({ labourers: [fair] }, world.yard);
    expect(ids(world)).toEqual(["a-0", "again"]);
  });

  test("what is put back waits in its lane again", async () => {
    const world = await yardWorld({ answer: () => throttled() });
    await queueFor(world.store, "a", 2);
    await orchestrate({ labourers: [fair] }, world.yard);
    expect(waitingIn(await world.rows("flow"))).toEqual({ "0/a": 2 });
  });
});

describe("a concurrency key", () => {
  const two = byTenant({ concurrency: 2 }, { max_simultaneous_invocations: 10 });

  test("lets at most its limit run for each value, whoever started them", async () => {
    const world = await yardWorld();
    await queueFor(world.store, "a", 5);
    await queueFor(world.store, "b", 1);
    await orchestrate({ labourers: [two] }, world.yard);
    expect(ids(world)).toEqual(["a-0", "b-0", "a-1"]);
    world.clock.now += 5_000;
    const full = await orchestrate({ labourers: [two] }, world.yard);
    expect(full.labourers).toMatchObject([
      { started: [], hold: { why: "key_limit", key: "a", running: 2, limit: 2 } },
    ]);
    await complete(world, "a-1");
    await orchestrate({ labourers: [two] }, world.yard);
    expect(ids(world).slice(3)).toEqual(["a-2"]);
  });

  test("that is full takes no turn from those who wait behind it", async () => {
    const few = byTenant({ concurrency: 1 }, { max_simultaneous_invocations: 2 });
    const world = await yardWorld();
    await queueFor(world.store, "a", 3);
    await orchestrate({ labourers: [few] }, world.yard);
    world.clock.now += 5_000;
    await queueFor(world.store, "b", 1);
    await orchestrate({ labourers: [few] }, world.yard);
    expect(ids(world)).toEqual(["a-0", "b-0"]);
  });

  test("holds while the index lags", async () => {
    const world = await yardWorld({ indexLag: 60_000 });
    await queueFor(world.store, "a", 5);
    world.clock.now += 60_000;
    await orchestrate({ labourers: [two] }, world.yard);
    world.clock.now += 1_000;
    await orchestrate({ labourers: [two] }, world.yard);
    expect(ids(world)).toEqual(["a-0", "a-1"]);
  });

  test("a value that isn't in the payload is one of its own", async () => {
    const world = await yardWorld();
    await queueFor(world.store, "-", 3, { payload: "{}" });
    await orchestrate({ labourers: [two] }, world.yard);
    expect(world.events).toHaveLength(2);
  });
});

describe("a rate limit", () => {
  const many = { max_simultaneous_invocations: 50 };
  const ofLabourer = labourer({ ...many, flow: { rate_limit: { limit: 3, period: 60 } } });

  test("of a labourer lets its tokens start, and the next as they come", async () => {
    const world = await yardWorld();
    await queueTasks(world.store, 20);
    const first = await orchestrate({ labourers: [ofLabourer] }, world.yard);
    expect(first).toMatchObject({ started: 3 });
    world.clock.now += 19_000;
    expect(await orchestrate({ labourers: [ofLabourer] }, world.yard)).toMatchObject({
      started: 0,
      labourers: [{ hold: { why: "labourer_rate", next: world.clock.now + 1_000 } }],
    });
    world.clock.now += 1_000;
    expect(await orchestrate({ labourers: [ofLabourer] }, world.yard)).toMatchObject({
      started: 1,
    });
    world.clock.now += 3_600_000;
    expect(await orchestrate({ labourers: [ofLabourer] }, world.yard)).toMatchObject({
      started: 3,
    });
  });

  test("of a key lets each value's tokens start; one without waits aside until its next", async () => {
    const world = await yardWorld();
    const keyed = byTenant({ rate: { limit: 2, period: 10 } }, many);
    await queueFor(world.store, "a", 5);
    await queueFor(world.store, "b", 1);
    await orchestrate({ labourers: [keyed] }, world.yard);
    expect(ids(world)).toEqual(["a-0", "b-0", "a-1"]);
    const start = world.clock.now;
    world.clock.now += 100;
    await orchestrate({ labourers: [keyed] }, world.yard);
    const lane = (await world.rows("flow")).find(({ sort, waiting }) => sort === "a" && waiting);
    expect(lane).toMatchObject({ due: start + 5_000, waiting: 3 });
    world.clock.now = start + 5_000;
    await orchestrate({ labourers: [keyed] }, world.yard);
    expect(ids(world).slice(3)).toEqual(["a-2"]);
  });

  test("is waited for within a run, where the next token is near", async () => {
    const world = await yardWorld({ tokenPatienceMs: 5_000 });
    await queueTasks(world.store, 6);
    const quick = labourer({ ...many, flow: { rate_limit: { limit: 1, period: 2 } } });
    const yard = { ...world.yard, endsAt: world.clock.now + 12_000 };
    const started: number[] = [];
    const lambda = {
      send: ((...args: [never]) => (
        started.push(world.clock.now),
        world.yard.lambda.send(...args)
      )) as typeof yard.lambda.send,
    };
    await orchestrate({ labourers: [{ ...quick }] }, { ...yard, lambda });
    expect(world.events).toHaveLength(4);
    expect(started.slice(-3).map((at, n, all) => at - (all[n - 1] ?? at))).toEqual([
      0, 2_000, 2_000,
    ]);
  });
});

test("a higher priority goes first, lower ones in turn after it", async () => {
  const world = await yardWorld();
  const labourers = [byTenant({ priority: true }, { max_simultaneous_invocations: 5 })];
  await queueFor(world.store, "a", 2);
  await queueFor(world.store, "b", 2);
  await queueFor(world.store, "b", 1, { priority: 9 });
  await queueFor(world.store, "a", 1, { priority: 3 });
  await orchestrate({ labourers }, world.yard);
  expect(ids(world)).toEqual(["b-p9-0", "a-p3-0", "a-0", "b-0", "a-1"]);
});

describe("tasks of another program", () => {
  const fair = byTenant({});

  test("get their lanes when first seen at the end of the queue", async () => {
    const world = await yardWorld();
    await queueFor(world.store, "a", 3);
    await queueLikePython(world.store, "a", 2);
    await queueLikePython(world.store, "b", 2);
    await orchestrate({ labourers: [fair] }, world.yard);
    expect(ids(world)).toEqual(["a-0", "py-b-0", "a-1", "py-b-1"]);
    expect(waitingIn(await world.rows("flow"))).toEqual({ "0/a": 3, "0/b": 0 });
  });

  test("are found between others by a walk around the queue, a stretch a run", async () => {
    const world = await yardWorld();
    await queueFor(world.store, "a", 700);
    await queueLikePython(world.store, "b", 1);
    await queueFor(world.store, "c", 1);
    const one = byTenant({}, { max_simultaneous_invocations: 100 });
    await orchestrate({ labourers: [one] }, world.yard);
    expect(ids(world)).not.toContain("py-b-0");
    expect(await world.state()).toHaveProperty("adoption");
    await complete(world, ...ids(world));
    await orchestrate({ labourers: [one] }, world.yard);
    expect(ids(world)).toContain("py-b-0");
    expect(await world.state()).not.toHaveProperty("adoption");
  });
});
