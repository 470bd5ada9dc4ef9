import { fileHistory, listFiles, type FilesAsked } from "@switchyard/core/pipeline/files.ts";
import { fileId } from "@switchyard/core/pipeline/file-id.ts";
import { continueHanded } from "@switchyard/core/pipeline/handoff/continue.ts";
import { type HandedFile } from "@switchyard/core/pipeline/handoff/handoff.ts";
import { claim } from "@switchyard/core/pipeline/ledger/table.ts";
import { moveToArchive } from "@switchyard/core/pipeline/move.ts";
import { describe, expect, test } from "vitest";
import { bodiesOn, keysIn, sweep } from "./helpers.ts";
import { pipelineWorld, type PipelineWorld } from "./world.ts";

async function keysOf(world: PipelineWorld, asked: FilesAsked) {
  const pages: string[][] = [];
  let cursor: string | undefined;
  do {
    const page = await listFiles({ ...asked, cursor }, world.ledger);
    pages.push(page.files.map(({ key }) => key));
    ({ cursor } = page);
  } while (cursor !== undefined);
  return pages;
}

const filled = async () => {
  const world = await pipelineWorld();
  for (const key of ["alice/in/1", "alice/in/2", "bob/in/3", "alice/out/4", "alice/in/5"]) {
    await moveToArchive(await world.upload(key), world.run());
  }
  world.wait(4);
  return world;
};

describe("a list of files", () => {
  test("has an owner's files alone, newest first, in pages", async () => {
    const pages = await keysOf(await filled(), { owner: "alice", limit: 3 });
    expect(pages).toEqual([["alice/in/5", "alice/out/4", "alice/in/2"], ["alice/in/1"]]);
  });

  test("may be narrowed to a prefix and a state", async () => {
    const world = await filled();
    const asked = { owner: "alice", prefix: "alice/in/", limit: 2 };
    expect((await keysOf(world, asked)).flat()).toEqual(["alice/in/5", "alice/in/2", "alice/in/1"]);
    expect((await keysOf(world, { ...asked, state: "archived" })).flat()).toHaveLength(3);
    expect((await keysOf(world, { ...asked, state: "failed" })).flat()).toEqual([]);
  });

  test("goes on past many files that the prefix leaves out", async () => {
    const world = await pipelineWorld();
    const lease = { token: "t", until: world.clock.ms + 60_000 };
    await claim({ bucket: "staging-bucket", key: "alice/in/1", version: "v" }, lease, world.ledger);
    // Ten requests of a hundred read no further: the first page ends, empty, at one of these.
    for (let at = 0; at < 1_100; at++) {
      world.wait(0.001);
      const upload = { bucket: "staging-bucket", key: `alice/out/${at}`, version: "v" };
      await claim(upload, lease, world.ledger);
    }
    world.wait(4);
    const pages = await keysOf(world, { owner: "alice", prefix: "alice/in/", limit: 2 });
    expect(pages).toEqual([[], ["alice/in/1"]]);
  });

  test.each([0, -1, 1.5, 1_001])("refuses %s as a limit", async (limit) => {
    const world = await pipelineWorld();
    await expect(listFiles({ owner: "alice", limit }, world.ledger)).rejects.toMatchObject({
      code: "input.invalid",
    });
  });

  test("doesn't tell one caller of another's file", async () => {
    const world = await pipelineWorld();
    const upload = await world.upload("alice/a.txt");
    await moveToArchive(upload, world.run());
    world.wait(4);
    const id = fileId(upload);
    expect(await fileHistory(id, { id: "alice" }, world.ledger)).toMatchObject({ key: upload.key });
    for (const [asked, who] of [
      [id, "bob"],
      ["nonsense", "alice"],
      [fileId({ key: "alice/never", version: "v" }), "alice"],
    ] as const) {
      await expect(fileHistory(asked, { id: who }, world.ledger)).rejects.toMatchObject({
        code: "file.not_found",
      });
    }
  });
});

const handing = (started: HandedFile[]) => ({
  wants: () => true,
  start: async (file: HandedFile) => {
    started.push(file);
    return { holder: "task-1" };
  },
});

/** A run without a deadline, whose lease of ten minutes is renewed. */
const containerRun = (world: PipelineWorld) => {
  const { timing } = world.run();
  return world.run({ timing: { ...timing, leaseUntil: () => world.clock.ms + 600_000 } });
};

describe("a file too large for a function", () => {
  test("is handed to a container, which goes on under the same claim", async () => {
    const world = await pipelineWorld();
    const upload = await world.upload("alice/large.txt");
    const started: HandedFile[] = [];
    const handOff = handing(started);
    expect((await moveToArchive(upload, world.run({ handOff }))).kind).toBe("handed");
    expect(await world.record(upload)).toMatchObject({
      state: "handed",
      lease: { holder: "task-1", token: started[0]?.token },
    });
    expect((await moveToArchive(upload, world.run())).kind).toBe("busy");
    const [file] = started;
    const outcome = file && (await continueHanded(file, "task-1", containerRun(world)));
    expect(outcome?.kind).toBe("archived");
    expect(await world.record(upload)).toMatchObject({ state: "archived", attempts: 1 });
  });

  test("is found by the sweep when its container dies, though it has left staging", async () => {
    const world = await pipelineWorld();
    const upload = await world.upload("alice/large.txt");
    const started: HandedFile[] = [];
    await moveToArchive(upload, world.run({ handOff: handing(started) }));
    await bodiesOn(world.uploads);
    let isDead = false;
    world.interfere(({ name, done }) => {
      if (isDead) throw new RangeError("dead");
      isDead = name === "DeleteObject" && done;
    });
    const [file] = started;
    if (file) await continueHanded(file, "task-1", containerRun(world));
    world.interfere();
    expect(await world.versions("staging-bucket")).toEqual([]);
    world.wait(1_000);
    expect(await sweep(world)).toMatchObject({ announced: 1 });
    expect(keysIn(await bodiesOn(world.uploads))).toEqual([upload.key]);
    expect((await moveToArchive(upload, world.run())).kind).toBe("archived");
    world.wait(4);
    expect(await sweep(world)).toMatchObject({ announced: 0 });
    const before = world.calls.length;
    await sweep(world);
    expect(world.calls.slice(before)).not.toContain("Get");
  });

  test("is announced to another when its container dies, which can't finish it any more", async () => {
    const world = await pipelineWorld();
    const upload = await world.upload("alice/large.txt");
    const started: HandedFile[] = [];
    await moveToArchive(upload, world.run({ handOff: handing(started) }));
    world.wait(601);
    await claim(upload, { token: "other", until: world.clock.ms + 60_000 }, world.ledger);
    const [file] = started;
    const late = file && (await continueHanded(file, "task-1", containerRun(world)));
    expect(late).toMatchObject({ kind: "duplicate", state: "processing" });
    expect(await world.versions("archive-bucket")).toEqual([]);
  });

  test("returns to the queue when no container can be started", async () => {
    const world = await pipelineWorld();
    const upload = await world.upload("alice/large.txt");
    const handOff = {
      wants: () => true,
      start: async () => {
        throw new RangeError("no capacity");
      },
    };
    expect((await moveToArchive(upload, world.run({ handOff }))).kind).toBe("retry");
    expect(await world.record(upload)).toMatchObject({ state: "received", attempts: 1 });
  });
});
