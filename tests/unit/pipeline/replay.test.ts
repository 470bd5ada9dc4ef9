import { DeleteObjectCommand } from "@aws-sdk/client-s3";
import { deliver } from "@switchyard/core/pipeline/delivery.ts";
import { fileId } from "@switchyard/core/pipeline/file-id.ts";
import { claim } from "@switchyard/core/pipeline/ledger/table.ts";
import { parkOn } from "@switchyard/core/pipeline/queue.ts";
import { planReplay, replay } from "@switchyard/core/pipeline/replay.ts";
import { replayFile } from "@switchyard/core/pipeline/replay-file.ts";
import { replayFiles } from "@switchyard/core/pipeline/replay-files.ts";
import { describe, expect, test } from "vitest";
import { all, bodiesOn, failedFile, keysIn, run } from "./helpers.ts";
import { pipelineWorld } from "./world.ts";

describe("a replay", () => {
  test("shows first what it would do, and changes nothing", async () => {
    const world = await pipelineWorld();
    const upload = await failedFile(world);
    const plan = await planReplay({ prefix: "alice/" }, world);
    expect(plan).toMatchObject([{ state: "failed", decision: { action: "announce" } }]);
    expect(await world.record(upload)).toMatchObject({ state: "failed" });
  });

  test.each([
    [{ key: "alice/1.gz" }, ["alice/1.gz"]],
    [{ owner: "alice" }, ["alice/1.gz", "alice/2.txt"]],
    [{ owner: "alice", state: "failed" as const }, ["alice/1.gz"]],
    [{ prefix: "alice/2" }, ["alice/2.txt"]],
    [{ prefix: "b" }, ["bob/3.gz"]],
    [{ state: "failed" as const }, ["alice/1.gz", "bob/3.gz"]],
    [{ until: 0 }, []],
    [{}, ["alice/1.gz", "alice/2.txt", "bob/3.gz"]],
  ])("finds the files of %j", async (selection, keys) => {
    const world = await pipelineWorld();
    await failedFile(world, "alice/1.gz");
    await run(world, [await world.upload("alice/2.txt")]);
    await failedFile(world, "bob/3.gz");
    const plan = await planReplay(selection, world);
    expect(plan.map(({ upload }) => upload.key).toSorted()).toEqual(keys);
  });

  test("announces what failed, and leaves alone what is done", async () => {
    const world = await pipelineWorld();
    const failed = await failedFile(world, "alice/1.gz");
    await run(world, [await world.upload("alice/2.txt")]);
    world.wait(4);
    await bodiesOn(world.uploads);
    const { seen, result } = await all(replay(await planReplay({}, world), world));
    expect(seen.map(({ done, total }) => [done, total])).toEqual([
      [1, 2],
      [2, 2],
    ]);
    expect(result).toEqual({ announced: 1, copiedBack: 0, leftAlone: 1, failed: [] });
    expect(keysIn(await bodiesOn(world.uploads))).toEqual(["alice/1.gz"]);
    expect(await world.record(failed)).toMatchObject({ state: "received", attempts: 0 });
  });

  test("carried out twice has no effect the second time", async () => {
    const world = await pipelineWorld();
    await failedFile(world);
    const plan = await planReplay({}, world);
    await all(replay(plan, world));
    await run(
      world,
      plan.map(({ upload }) => upload),
    );
    await bodiesOn(world.uploads);
    world.wait(4);
    const archived = await planReplay({ state: "archived" }, world);
    expect(archived).toEqual([]);
    const live = await world.upload("alice/live.txt");
    await claim(live, { token: "t", until: world.clock.ms + 60_000 }, world.ledger);
    world.wait(4);
    const { result } = await all(replay(await planReplay({ key: live.key }, world), world));
    expect(result).toMatchObject({ announced: 0, leftAlone: 1 });
  });

  test("from the archive sends files through the pipeline once more, as new uploads", async () => {
    const world = await pipelineWorld();
    const Metadata = { note: "x" };
    const first = await world.upload("alice/a.txt", "text", { Metadata, Tagging: "a=b" });
    await run(world, [first]);
    world.wait(4);
    const plan = await planReplay({ owner: "alice", fromArchive: true }, world);
    const { result } = await all(replay(plan, world));
    expect(result).toMatchObject({ copiedBack: 1, failed: [] });
    expect(await world.tagsOf("staging-bucket", first.key)).toEqual([{ Key: "a", Value: "b" }]);
    await deliver(world.events.at(-1), world.run(), parkOn(world.deadLetters));
    expect(await world.versions("archive-bucket")).toHaveLength(2);
  });

  test("tells of a file whose copy somebody removed, and goes on", async () => {
    const world = await pipelineWorld();
    await run(world, [await world.upload("alice/a.txt")]);
    world.wait(4);
    const plan = await planReplay({ fromArchive: true }, world);
    for (const { key: Key, version: VersionId } of await world.versions("archive-bucket")) {
      await world.storage.s3.send(
        new DeleteObjectCommand({ Bucket: "archive-bucket", Key, VersionId }),
      );
    }
    const { result } = await all(replay(plan, world));
    expect(result.failed).toMatchObject([
      { result: { kind: "failed", error: { code: "pipeline.nothing_stored" } } },
    ]);
  });

  test("of one file by its owner needs no right to write the ledger", async () => {
    const world = await pipelineWorld();
    const upload = await failedFile(world);
    await bodiesOn(world.uploads);
    const before = world.calls.length;
    expect(await replayFile(fileId(upload), { id: "alice" }, world)).toEqual({
      action: "announce",
    });
    expect(world.calls.slice(before)).toEqual(["Get", "SendMessageBatch"]);
    await expect(replayFile(fileId(upload), { id: "bob" }, world)).rejects.toMatchObject({
      code: "file.not_found",
    });
    const [body = ""] = await bodiesOn(world.uploads);
    const { outcomes } = await deliver(body, world.run(), parkOn(world.deadLetters));
    expect(outcomes).toMatchObject([{ kind: "failed" }]);
  });
});

describe("a replay of many files by their owner", () => {
  const some = async () => {
    const world = await pipelineWorld();
    const ours = [await failedFile(world, "alice/1.gz"), await failedFile(world, "alice/2.gz")];
    const done = await world.upload("alice/3.txt");
    await run(world, [done]);
    const bobs = await failedFile(world, "bob/4.gz");
    await bodiesOn(world.uploads);
    return { world, ids: [...ours, done, bobs].map(fileId) };
  };
  const told = [
    { announced: true },
    { announced: true },
    { announced: false, why: "done" },
    { announced: false, why: "unknown" },
  ];

  test("announces what failed with one request, and tells of each what it did", async () => {
    const { world, ids } = await some();
    const before = world.calls.length;
    expect(await replayFiles({ ids }, { id: "alice" }, world)).toMatchObject(told);
    const calls = world.calls.slice(before).filter((call) => call !== "Get");
    expect(calls).toEqual(["SendMessageBatch"]);
    expect(await bodiesOn(world.uploads)).toHaveLength(2);
  });

  test("tells in a preview what it would do, and does nothing", async () => {
    const { world, ids } = await some();
    expect(await replayFiles({ ids, preview: true }, { id: "alice" }, world)).toMatchObject(told);
    expect(await bodiesOn(world.uploads)).toEqual([]);
  });

  test("announces a file once that is named twice, and nonsense not at all", async () => {
    const { world, ids } = await some();
    const [one = ""] = ids;
    const replayed = await replayFiles({ ids: [one, one, "nonsense"] }, { id: "alice" }, world);
    expect(replayed.map(({ announced }) => announced)).toEqual([true, false]);
    expect(await bodiesOn(world.uploads)).toHaveLength(1);
  });

  test.each([[[]], [Array.from({ length: 101 }, String)]])("is of 1 to 100 files", async (ids) => {
    const world = await pipelineWorld();
    await expect(replayFiles({ ids }, { id: "alice" }, world)).rejects.toMatchObject({
      code: "input.invalid",
    });
  });
});
