import { describe, expect, test } from "vitest";
import { invocationDelta } from "@switchyard/core/orchestration/greenfield.ts";
import { explain } from "@switchyard/core/orchestration/orchestrator/explain/explain.ts";
import { takeLease } from "@switchyard/core/orchestration/orchestrator/lease.ts";
import { orchestrate } from "@switchyard/core/orchestration/orchestrator/orchestrate.ts";
import { stateKey } from "@switchyard/core/orchestration/orchestrator/state-row.ts";
import { type Store } from "@switchyard/core/orchestration/store/store.ts";
import { updateIf } from "@switchyard/core/orchestration/store/update.ts";
import { transact } from "@switchyard/core/orchestration/store/transact.ts";
import { type TableRole } from "@switchyard/core/orchestration/tables.ts";
import { type Labourer } from "@switchyard/core/orchestration/labourer.ts";
import { labourer, noon } from "../world.ts";
import { byTenant, queueFor } from "../flow/lanes.ts";
import { changeTask, queueTasks, yardWorld } from "./yard.ts";

const now = noon / 1_000;
const one = labourer();
type World = Awaited<ReturnType<typeof yardWorld>>;

async function why(world: World, id = "t0", labourers: readonly Labourer[] = [one]) {
  const { reason, text } = await explain(id, labourers, world.yard);
  expect(text).toMatch(/^[A-Z0-9].*$/);
  return reason;
}
const setState = (store: Store, set: object) =>
  updateIf({ update: "flow", key: stateKey("counter"), change: { set: { ...set } } }, store);
const queued = async (set: object = {}) => {
  const world = await yardWorld();
  await queueTasks(world.store, 1, { ...set });
  return world;
};
const put = async (table: TableRole, more: object) => {
  const world = await yardWorld();
  const row = { task_id: "t0", labourer_id: "counter", greenfield: 5, attempts: 1, payload: "{}" };
  await transact([{ put: table, row: { ...row, created_at: 1, ...more } }], world.store);
  return world;
};

describe("a task that doesn't wait in the queue:", () => {
  test("not found", async () => {
    expect(await why(await yardWorld())).toEqual({ why: "not_found" });
  });

  test("running, claimed or not, cancelled or not", async () => {
    const world = await queued();
    await orchestrate({ labourers: [one] }, world.yard);
    const running = { why: "running", since: now, attempt: 1, claimed: false, cancelled: false };
    expect(await why(world)).toEqual(running);
    await changeTask(world.store, "t0", { claim: "n", claim_attempt: 1, cancelled_at: 1 });
    expect(await why(world)).toEqual({ ...running, claimed: true, cancelled: true });
  });

  test("expired, completed", async () => {
    const expired = await queued({ greenfield: now + invocationDelta - 5_000, attempts: 2 });
    expect(await why(expired)).toEqual({ why: "expired", since: now - 5_000, attempt: 2 });
    const completed = await queued({ greenfield: now + invocationDelta, completed_at: 7 });
    expect(await why(completed)).toEqual({ why: "completed", at: 7 });
  });

  test.each([
    ["completed", { labourer_id_task_status: "counter_1", completed_at: 8 }],
    ["dead", { labourer_id_task_status: "counter_0" }],
    ["cancelled", { labourer_id_task_status: "counter_0", cancelled_at: 8 }],
    ["expired", { labourer_id_task_status: "counter_0", deadline: 8, attempts: 0 }],
  ] as const)("closed as %s", async (as, more) => {
    const world = await put("closed", { closed_at: 9, ...more });
    expect(await why(world)).toEqual({ why: "closed", as, at: 9 });
  });

  test("delayed, waiting for a retry", async () => {
    const delayed = await put("retry", { desired_launch_time: now + 60, attempts: 0 });
    expect(await why(delayed)).toEqual({ why: "delayed", until: now + 60 });
    const retry = await put("retry", { desired_launch_time: now + 60, failure: "no disk" });
    expect(await why(retry)).toEqual({ why: "retry", until: now + 60, failure: "no disk" });
  });

  test("paused itself, or with its job", async () => {
    const world = await put("retry", { desired_launch_time: 9e9, held: true, job_id: "j" });
    expect(await why(world)).toEqual({ why: "task_paused" });
    await setState(world.store, { held_jobs: { j: "paused" } });
    expect(await why(world)).toEqual({ why: "job_paused", job_id: "j" });
  });
});

describe("a task in the queue", () => {
  test("would start now, also of a labourer that is draining", async () => {
    const world = await queued();
    expect(await why(world)).toEqual({ why: "next" });
    await setState(world.store, { draining: { by: "ann" } });
    expect(await why(world)).toEqual({ why: "next" });
  });

  test("of nobody's labourer", async () => {
    expect(await why(await queued(), "t0", [])).toEqual({
      why: "unregistered",
      labourer_id: "counter",
    });
  });

  test("of a paused labourer", async () => {
    const world = await queued();
    await setState(world.store, { paused: { by: "ann", why: "a broken disk" } });
    expect(await why(world)).toMatchObject({ why: "labourer_paused", pause: { by: "ann" } });
  });

  test("of a paused or cancelled job, cancelled, or past its deadline", async () => {
    const world = await queued({ job_id: "j" });
    await setState(world.store, { held_jobs: { j: "paused" } });
    expect(await why(world)).toEqual({ why: "job_paused", job_id: "j" });
    await setState(world.store, { held_jobs: { j: "cancelled" } });
    expect(await why(world)).toEqual({ why: "closing", as: "cancelled" });
    expect(await why(await queued({ cancelled_at: 1 }))).toMatchObject({ as: "cancelled" });
    expect(await why(await queued({ deadline: now }))).toMatchObject({ as: "expired" });
  });

  test("while another run holds the lease", async () => {
    const world = await queued();
    await takeLease("counter", { news: undefined }, world.yard);
    expect(await why(world)).toEqual({ why: "lease", until: now + 30 });
  });

  test("of a labourer that feels bad, and by which metric", async () => {
    const world = await queued();
    const health_metrics = {
      cpu: {
        details: { Name: "cpu", Namespace: "Test" },
        feelings: { 4: 10 },
        feeling_comparison_operator: "<=" as const,
      },
    };
    const health = { status: 0, metric: "cpu", value: 93, at: noon };
    await setState(world.store, { health });
    expect(await why(world, "t0", [labourer({ health_metrics })])).toEqual({
      why: "health",
      health,
    });
  });

  test("while the labourer's limit is reached", async () => {
    const world = await yardWorld();
    await queueTasks(world.store, 2);
    await orchestrate({ labourers: [one] }, world.yard);
    expect(await why(world, "t1")).toEqual({ why: "labourer_limit", running: 1, limit: 1 });
  });

  test("behind others, counted up to a thousand", async () => {
    const world = await yardWorld();
    await queueTasks(world.store, 1_500);
    expect(await why(world, "t7")).toEqual({ why: "behind", ahead: 7, more: false });
    expect(await why(world, "t1400")).toEqual({ why: "behind", ahead: 1_000, more: true });
  });

  test("without a token of the labourer's rate", async () => {
    const rated = labourer({
      max_simultaneous_invocations: 9,
      flow: { rate_limit: { limit: 1, period: 60 } },
    });
    const world = await yardWorld();
    await queueTasks(world.store, 2);
    await orchestrate({ labourers: [rated] }, world.yard);
    expect(await why(world, "t1", [rated])).toEqual({ why: "labourer_rate", next: noon + 60_000 });
  });

  test("whose key's limit is reached, or whose key has no token", async () => {
    for (const [settings, reason] of [
      [{ concurrency: 1 }, { why: "key_limit", key: "a", running: 1, limit: 1 }],
      [{ rate: { limit: 1, period: 30 } }, { why: "key_rate", key: "a", next: noon + 30_000 }],
    ] as const) {
      const world = await yardWorld();
      await queueFor(world.store, "a", 2);
      await orchestrate({ labourers: [byTenant(settings)] }, world.yard);
      expect(await why(world, "a-1", [byTenant(settings)])).toEqual(reason);
    }
  });

  test("in a lane whose turn comes later, or now", async () => {
    const world = await yardWorld();
    const labourers = [byTenant({}, { max_simultaneous_invocations: 3 })];
    await queueFor(world.store, "a", 50);
    await queueFor(world.store, "b", 1);
    expect(await why(world, "a-1", labourers)).toEqual({ why: "next" });
    expect(await why(world, "b-0", labourers)).toEqual({ why: "next" });
    expect(await why(world, "a-2", labourers)).toEqual({ why: "behind", ahead: 3, more: false });
    expect(await why(world, "a-40", labourers)).toEqual({ why: "behind", ahead: 40, more: false });
  });

  test("agrees with what the next run does", async () => {
    const world = await yardWorld();
    const labourers = [byTenant({ concurrency: 2 }, { max_simultaneous_invocations: 5 })];
    for (const tenant of ["a", "b", "c"]) await queueFor(world.store, tenant, 4);
    const reasons = new Map<string, string>();
    for (const { task_id } of await world.tasks())
      reasons.set(String(task_id), (await why(world, String(task_id), labourers)).why);
    const { labourers: reports } = await orchestrate({ labourers }, world.yard);
    const next = [...reasons].filter(([, reason]) => reason === "next").map(([id]) => id);
    expect(next.toSorted()).toEqual(reports[0]?.started.toSorted());
  });
});
