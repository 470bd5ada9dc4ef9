import type { LambdaClient } from "@aws-sdk/client-lambda";
import { describe, expect, test } from "vitest";
import { listAudit } from "@switchyard/core/orchestration/operations/audit.ts";
import { operateLabourer } from "@switchyard/core/orchestration/operations/labourer.ts";
import { startTask } from "@switchyard/core/orchestration/operations/start-task.ts";
import { invokeTask } from "@switchyard/core/orchestration/orchestrator/invoke-task.ts";
import { takeLease } from "@switchyard/core/orchestration/orchestrator/lease.ts";
import {
  askToStart,
  startedOf,
  startIn,
  type Start,
} from "@switchyard/core/orchestration/orchestrator/start-one.ts";
import { withSend } from "../../models/client.ts";
import { queueTasks, yardWorld } from "./orchestrator/yard.ts";
import { labourer } from "./world.ts";

const who = { by: "ann", reason: "a look at it" };
const labourers = [labourer()];

/** As deployed: who asks invokes the orchestrator's function, which starts the task. */
async function deployed() {
  const world = await yardWorld({ leaseMs: 20_000 });
  const lambda = withSend<LambdaClient>(async ({ input }) => {
    const { Payload } = input as { Payload: Uint8Array };
    const { task_id: taskId, beyond_limits: beyondLimits } = startIn(
      JSON.parse(new TextDecoder().decode(Payload)),
    ) as Start;
    const answer = startedOf(await invokeTask({ taskId, labourers, beyondLimits }, world.yard));
    return { Payload: { transformToString: () => JSON.stringify(answer) } };
  });
  const ask = (start: Start) => askToStart(start, { lambda, orchestrator: "orchestrator" });
  const operating = { store: world.store, labourers, ask };
  const start = (id: string, beyondLimits = false) =>
    startTask(id, { beyondLimits }, who, operating);
  return { ...world, start };
}

describe("a task that somebody starts", () => {
  test("starts out of its turn, and it is kept by whom and why", async () => {
    const world = await deployed();
    await queueTasks(world.store, 3);
    expect(await world.start("t2")).toEqual({ started: true, state: "queued" });
    expect(world.events.map(({ task_id }) => task_id)).toEqual(["t2"]);
    expect(await listAudit(5, world.store)).toMatchObject([
      { action: "start", task_id: "t2", by: "ann", reason: "a look at it", beyond_limits: false },
    ]);
  });

  test("stays within the limits unless it is told otherwise, and tells what holds it", async () => {
    const world = await deployed();
    await queueTasks(world.store, 2);
    await world.start("t0");
    expect(await world.start("t1")).toEqual({
      started: false,
      state: "queued",
      hold: "1 of the labourer's 1 allowed tasks run.",
    });
    expect(await world.start("t1", true)).toMatchObject({ started: true });
    expect(await listAudit(5, world.store)).toHaveLength(2);
  });

  test("isn't started while the labourer is paused or another run holds it, whatever is told", async () => {
    const world = await deployed();
    await queueTasks(world.store, 1);
    await takeLease("counter", { news: undefined }, world.yard);
    expect(await world.start("t0", true)).toMatchObject({
      started: false,
      hold: "Another run of the orchestrator holds the labourer: try again.",
    });
    world.clock.now += 60_000;
    await operateLabourer("counter", "pause", who, { ...world, labourers, poke: async () => 0 });
    expect(await world.start("t0", true)).toMatchObject({
      started: false,
      hold: "The labourer is paused by ann: a look at it",
    });
    expect(world.events).toEqual([]);
  });

  test("that runs already is left alone", async () => {
    const world = await deployed();
    await queueTasks(world.store, 1);
    await world.start("t0");
    expect(await world.start("t0")).toEqual({ started: false, state: "running" });
    expect(world.events).toHaveLength(1);
  });

  test("that isn't there, or whose labourer isn't, is an error", async () => {
    const world = await deployed();
    await queueTasks(world.store, 1, { labourer_id: "nobody" });
    await expect(world.start("t9")).rejects.toMatchObject({ code: "orchestration.task_not_found" });
    await expect(world.start("t0")).rejects.toMatchObject({
      code: "orchestration.unknown_labourer",
    });
  });
});

describe("the orchestrator", () => {
  test("is asked to start a task, or asked something else", () => {
    expect(startIn({ start: { task_id: "t" } })).toEqual({ task_id: "t", beyond_limits: false });
    expect([startIn({}), startIn(undefined), startIn({ poke: {} })]).toEqual(
      Array(3).fill(undefined),
    );
    expect(() => startIn({ start: { task_id: 7 } })).toThrow(/start\.task_id/);
  });

  test("that fails is told as what it is", async () => {
    const lambda = withSend<LambdaClient>(async () => ({
      FunctionError: "Unhandled",
      Payload: { transformToString: () => '{"errorMessage":"no table"}' },
    }));
    const asked = askToStart(
      { task_id: "t", beyond_limits: false },
      { lambda, orchestrator: "orchestrator" },
    );
    await expect(asked).rejects.toMatchObject({
      code: "orchestration.start_failed",
      message: expect.stringContaining("no table"),
    });
  });
});
