import { claim } from "@switchyard/core/pipeline/ledger/table.ts";
import { parkOn } from "@switchyard/core/pipeline/queue.ts";
import { planRedrive, redrive } from "@switchyard/core/pipeline/redrive.ts";
import { redriveByTask } from "@switchyard/core/pipeline/redrive-task.ts";
import { describe, expect, test } from "vitest";
import { all, bodiesOn, failedFile, keysIn, run } from "./helpers.ts";
import { pipelineWorld } from "./world.ts";

describe("a redrive", () => {
  test("shows first what it would do, and changes nothing", async () => {
    const world = await pipelineWorld();
    const upload = await failedFile(world);
    await parkOn(world.deadLetters)("{nonsense", "unreadable");
    const plan = await planRedrive({}, world);
    expect(plan.map(({ decision }) => decision).toSorted()).toEqual(["redrive", "unreadable"]);
    expect(await world.record(upload)).toMatchObject({ state: "failed" });
    expect(await bodiesOn(world.deadLetters)).toHaveLength(2);
  });

  test("gives failed files new attempts, and leaves what nobody can read", async () => {
    const world = await pipelineWorld();
    const uploads = [await failedFile(world, "alice/1.gz"), await failedFile(world, "bob/2.gz")];
    await bodiesOn(world.uploads);
    await parkOn(world.deadLetters)("{nonsense", "unreadable");
    const { seen } = await all(redrive({}, world));
    expect(seen.map(({ decision }) => decision).toSorted()).toEqual([
      "redrive",
      "redrive",
      "unreadable",
    ]);
    expect(keysIn(await bodiesOn(world.uploads)).toSorted()).toEqual(["alice/1.gz", "bob/2.gz"]);
    expect(await bodiesOn(world.deadLetters)).toEqual(["{nonsense"]);
    for (const upload of uploads) {
      expect(await world.record(upload)).toMatchObject({ state: "received", attempts: 0 });
    }
  });

  test("narrowed to an owner leaves the others' messages where they are", async () => {
    const world = await pipelineWorld();
    await failedFile(world, "alice/1.gz");
    await failedFile(world, "bob/2.gz");
    await bodiesOn(world.uploads);
    const { seen } = await all(redrive({ owner: "bob" }, world));
    expect(seen.map(({ decision }) => decision).toSorted()).toEqual(["other", "redrive"]);
    expect(keysIn(await bodiesOn(world.deadLetters))).toEqual(["alice/1.gz"]);
  });

  test("drops what is done, and doesn't touch what is live", async () => {
    const world = await pipelineWorld();
    const park = parkOn(world.deadLetters);
    const done = await world.upload("alice/done.txt");
    await run(world, [done]);
    const live = await world.upload("alice/live.txt");
    await claim(live, { token: "t", until: world.clock.ms + 60_000 }, world.ledger);
    await bodiesOn(world.uploads);
    for (const upload of [done, live]) await park(JSON.stringify({ uploads: [upload] }), "x");
    const { seen } = await all(redrive({}, world));
    expect(seen.map(({ decision }) => decision).toSorted()).toEqual(["drop", "live"]);
    expect(await bodiesOn(world.uploads)).toEqual([]);
    expect(keysIn(await bodiesOn(world.deadLetters))).toEqual(["alice/live.txt"]);
  });

  test("that dies before it sent a message sends it the next time", async () => {
    const world = await pipelineWorld();
    await failedFile(world);
    await bodiesOn(world.uploads);
    world.interfere(({ name }) => {
      if (name === "SendMessage") throw new RangeError("dead");
    });
    const { seen } = await all(redrive({}, world));
    expect(seen).toMatchObject([{ decision: "redrive", error: { message: "dead" } }]);
    world.interfere();
    await all(redrive({}, world));
    expect(keysIn(await bodiesOn(world.uploads))).toEqual(["alice/b.gz"]);
  });

  test("by the queue's own task revives the files and moves the messages", async () => {
    const world = await pipelineWorld();
    const upload = await failedFile(world);
    await bodiesOn(world.uploads);
    const { result } = await all(redriveByTask(world));
    expect(result.moved).toBe(1);
    expect(keysIn(await bodiesOn(world.uploads))).toEqual(["alice/b.gz"]);
    expect(await world.record(upload)).toMatchObject({ state: "received" });
  });

  test("by a task that isn't there says so, and changes nothing", async () => {
    const world = await pipelineWorld();
    const upload = await failedFile(world);
    world.interfere(({ name }) => {
      if (name === "ListMessageMoveTasks") throw new RangeError("The action is not valid");
    });
    await expect(all(redriveByTask(world))).rejects.toMatchObject({
      code: "pipeline.move_task_unavailable",
    });
    expect(await world.record(upload)).toMatchObject({ state: "failed" });
  });
});
