import type { LambdaClient } from "@aws-sdk/client-lambda";
import { setTimeout } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { invocationDelta } from "@switchyard/core/orchestration/greenfield.ts";
import { orchestrate } from "@switchyard/core/orchestration/orchestrator/orchestrate.ts";
import { withSend } from "../../../models/client.ts";
import { labourer, noon } from "../world.ts";
import { changeTask, queueTasks, yardWorld } from "./yard.ts";

const indexLag = 60_000;
const labourers = [labourer({ max_simultaneous_invocations: 5 })];

/** A task that the index shows in the queue, and whose row has changed since. */
async function changed(set: object) {
  const world = await yardWorld({ indexLag });
  await queueTasks(world.store, 1);
  world.clock.now += indexLag;
  await changeTask(world.store, "t0", { ...set });
  const [before] = await world.tasks();
  const report = await orchestrate({ labourers }, world.yard);
  return { ...world, before, report };
}

describe("where the index shows an older row, a task isn't marked that", () => {
  test.each([
    ["another program has invoked", { greenfield: noon / 1_000 + invocationDelta }],
    ["has been completed", { completed_at: 1 }],
    ["was cancelled", { cancelled_at: 1 }],
  ])("%s", async (_, set) => {
    const { report, events, tasks, before } = await changed(set);
    expect(report).toMatchObject({ started: 0 });
    expect(events).toEqual([]);
    expect(await tasks()).toEqual([before]);
  });

  test("was tried before, but as what it is: its next attempt", async () => {
    const { events, tasks } = await changed({ attempts: 1, greenfield: 1_999 });
    expect(events).toMatchObject([{ task_id: "t0", attempts: 2 }]);
    expect(await tasks()).toMatchObject([{ attempts: 2 }]);
  });
});

/** A Lambda that answers once so many are asked at once, or tells after a while how many were. */
function together(count: number) {
  const { promise, resolve } = Promise.withResolvers<void>();
  let [now, most] = [0, 0];
  const lambda = withSend<LambdaClient>(async ({ constructor }) => {
    if (constructor.name !== "InvokeCommand") return { Timeout: 60 };
    most = Math.max(most, ++now);
    if (now === count) resolve();
    await Promise.race([promise, setTimeout(2_000)]);
    now -= 1;
    return { StatusCode: 202 };
  });
  return { lambda, most: () => most };
}

describe("all at once", () => {
  test("go the invocations of one labourer", async () => {
    const { lambda, most } = together(5);
    const world = await yardWorld();
    await queueTasks(world.store, 5);
    await orchestrate({ labourers }, { ...world.yard, lambda });
    expect(most()).toBe(5);
  });

  test("go the labourers", async () => {
    const { lambda, most } = together(3);
    const world = await yardWorld();
    const ids = ["a", "b", "c"];
    for (const [from, labourer_id] of ids.entries())
      await queueTasks(world.store, 1, { labourer_id, from });
    const all = ids.map((id) => labourer({}, id));
    await orchestrate({ labourers: all }, { ...world.yard, lambda });
    expect(most()).toBe(3);
  });
});

test("a limit of 0 starts nothing", async () => {
  const world = await yardWorld();
  await queueTasks(world.store, 1);
  const none = [labourer({ max_simultaneous_invocations: 0 })];
  const report = await orchestrate({ labourers: none }, world.yard);
  expect(report).toMatchObject({ started: 0, labourers: [{ desired: 0 }] });
});
