import { eraseCaller } from "@switchyard/core/pipeline/erase.ts";
import { claim } from "@switchyard/core/pipeline/ledger/table.ts";
import { sweepStaging } from "@switchyard/core/pipeline/sweep.ts";
import { describe, expect, test } from "vitest";
import { all, bodiesOn, failedFile, keysIn, run, silent, sweep } from "./helpers.ts";
import { pipelineWorld } from "./world.ts";

describe("a sweep", () => {
  test("announces what lies in staging without an end, and nothing else", async () => {
    const world = await pipelineWorld();
    const lost = await world.upload("alice/lost.txt");
    await failedFile(world, "alice/failed.gz");
    const dead = await world.upload("alice/dead.txt");
    await claim(dead, { token: "t", until: world.clock.ms + 60_000 }, world.ledger);
    const live = await world.upload("alice/live.txt");
    await claim(live, { token: "t", until: world.clock.ms + 9_000_000 }, world.ledger);
    world.wait(3_600);
    await world.upload("alice/young.txt");
    await bodiesOn(world.uploads);
    expect(await sweep(world)).toEqual({ seen: 5, announced: 2, leftovers: 0 });
    const keys = keysIn(await bodiesOn(world.uploads)).toSorted();
    expect(keys).toEqual([dead.key, lost.key].toSorted());
  });

  test("announces nothing while too many messages wait", async () => {
    const world = await pipelineWorld();
    await world.upload("alice/lost.txt");
    world.wait(3_600);
    expect(await sweep(world, { mostWaiting: 0 })).toMatchObject({
      announced: 0,
      skipped: "backlog",
    });
  });

  test("stops in time, and goes on where it stopped", async () => {
    const world = await pipelineWorld();
    for (let n = 0; n < 1_001; n++) await world.upload(`alice/${String(n).padStart(4, "0")}`, "x");
    world.wait(3_600);
    await bodiesOn(world.uploads);
    const first = await sweep(world, { deadline: 0 });
    expect(first).toMatchObject({ seen: 1_000, announced: 1_000 });
    expect(first.cursor).toBeDefined();
    const options = { deadline: 0, longestLease: 1, mostWaiting: 9_999, log: silent };
    const rest = await sweepStaging(first.cursor, options, world);
    expect(rest).toEqual({ seen: 1, announced: 1, leftovers: 0 });
  });
});

describe("erasing a caller", () => {
  test("counts first, then leaves nothing of it, and all of the others", async () => {
    const world = await pipelineWorld();
    const mine = await world.upload("alice/a.txt", "1");
    const newer = await world.upload("alice/a.txt", "2");
    await run(world, [newer]);
    await run(world, [mine]);
    await failedFile(world, "alice/b.gz");
    const theirs = await world.upload("bob/a.txt");
    await run(world, [theirs]);
    world.wait(4);
    const dry = await all(eraseCaller("alice", { dryRun: true }, world));
    expect(dry.result).toMatchObject({ unfinishedUploads: 0, records: 5 });
    expect(await world.versions("archive-bucket")).toHaveLength(3);

    const { result } = await all(eraseCaller("alice", {}, world));
    expect(result).toEqual(dry.result);
    expect((await world.versions("archive-bucket")).map(({ key }) => key)).toEqual(["bob/a.txt"]);
    expect(await world.versions("staging-bucket")).toEqual([]);
    expect(await world.record(mine)).toBeUndefined();
    expect(await world.record(theirs)).toMatchObject({ state: "archived" });
  });
});
