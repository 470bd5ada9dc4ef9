import { describe, expect, test } from "vitest";
import { adoptTasks } from "@switchyard/core/orchestration/flow/adopt.ts";
import { dueLanes, tidyLanes } from "@switchyard/core/orchestration/flow/lane-rows.ts";
import { invocationDelta } from "@switchyard/core/orchestration/greenfield.ts";
import { bordersOf } from "@switchyard/core/orchestration/states.ts";
import { changeTask, yardWorld } from "../orchestrator/yard.ts";
import { noon } from "../world.ts";
import { byTenant, queueFor, queueLikePython, waitingIn } from "./lanes.ts";

const fair = byTenant({});

describe("another program's task is counted in its lane once,", () => {
  const indexLag = 60_000;
  const sweep = { after: undefined, sweeps: true };
  async function unadopted() {
    const world = await yardWorld({ indexLag });
    await queueLikePython(world.store, "b", 1);
    world.clock.now += indexLag;
    const borders = bordersOf(fair, world.clock.now);
    const adopt = async () => (await adoptTasks(fair, borders, sweep, world.store)).adopted;
    return { ...world, adopt };
  }

  test("though the index still shows it without one", async () => {
    const { adopt, rows } = await unadopted();
    expect([await adopt(), await adopt()]).toEqual([1, 0]);
    expect(waitingIn(await rows("flow"))).toEqual({ "0/b": 1 });
  });

  test("and not where it has been started, which the index doesn't show yet", async () => {
    const { adopt, rows, store } = await unadopted();
    await changeTask(store, "py-b-0", { greenfield: noon / 1_000 + 60 + invocationDelta });
    expect(await adopt()).toBe(0);
    expect(waitingIn(await rows("flow"))).toEqual({});
  });
});

test("an empty lane that a task has come into meanwhile stays", async () => {
  const { store, rows, clock } = await yardWorld();
  await queueFor(store, "a", 0);
  const asked = { now: clock.now, most: 10 };
  const { lanes } = await dueLanes(fair, asked, store);
  await queueFor(store, "a", 1);
  await tidyLanes(lanes, { postponed: [] }, store);
  expect(waitingIn(await rows("flow"))).toEqual({ "0/a": 1 });
});
