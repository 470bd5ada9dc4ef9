import { HeadObjectCommand } from "@aws-sdk/client-s3";
import { deleteTogether } from "@switchyard/core/pipeline/archive/delete.ts";
import { type PipelineContext } from "@switchyard/core/pipeline/context.ts";
import { transactTogether } from "@switchyard/core/pipeline/ledger/transact.ts";
import { moveToArchive } from "@switchyard/core/pipeline/move.ts";
import { type Upload } from "@switchyard/core/pipeline/upload.ts";
import { describe, expect, test } from "vitest";
import { pipelineWorld, type PipelineWorld } from "./world.ts";

const move = async (upload: Upload, world: PipelineWorld) =>
  (await moveToArchive(upload, world.run())).kind;
const noGzip = Buffer.from([0x1f, 0x8b, 8, 0, 1, 2, 3]);
const binary = { ContentType: "application/x-unknown" };

describe("a file", () => {
  test("goes from staging to the archive in seven requests", async () => {
    const world = await pipelineWorld();
    const upload = await world.upload("alice/a.bin", "\0\x01\x02", binary);
    expect(await move(upload, world)).toBe("archived");
    expect(world.calls).toEqual([
      "Update",
      "GetObject",
      "PutObject",
      "TransactWrite",
      "CopyObject",
      "DeleteObject",
      "TransactWrite",
    ]);
    expect(await world.versions("staging-bucket")).toEqual([]);
    const [copy] = await world.versions("archive-bucket");
    expect(await world.record(upload)).toMatchObject({
      state: "archived",
      owner: "alice",
      attempts: 1,
      archive: copy,
      results: [{ name: "manifest.json" }],
    });
  });

  test("of a batch shares transactions and deletions with the others", async () => {
    const world = await pipelineWorld();
    const names = Array.from({ length: 10 }, (_, at) => `alice/${at}.bin`);
    const uploads: Upload[] = [];
    for (const name of names) uploads.push(await world.upload(name, "\0\x01\x02", binary));
    const run = world.run();
    const together: PipelineContext = {
      ...run,
      ledger: { ...run.ledger, transact: transactTogether() },
      storage: { ...run.storage, delete: deleteTogether() },
    };
    const outcomes = await Promise.all(uploads.map((one) => moveToArchive(one, together)));
    expect(new Set(outcomes.map(({ kind }) => kind))).toEqual(new Set(["archived"]));
    expect(await world.versions("staging-bucket")).toEqual([]);
    const each = ["Update", "GetObject", "PutObject", "CopyObject"];
    expect(world.calls.filter((call) => each.includes(call))).toHaveLength(40);
    expect(world.calls.length).toBeLessThan(55);
  });

  test("that is announced twice costs one refused write", async () => {
    const world = await pipelineWorld();
    const upload = await world.upload("alice/a.bin");
    await move(upload, world);
    const before = world.calls.length;
    expect(await move(upload, world)).toBe("duplicate");
    expect(world.calls.slice(before)).toEqual(["Update"]);
  });

  test("of no bytes is moved too", async () => {
    const world = await pipelineWorld();
    expect(await move(await world.upload("alice/empty", ""), world)).toBe("archived");
  });

  test.each(["0", "1000000"])(
    "keeps its headers, metadata and tags, copied in parts above %s bytes",
    async (above) => {
      const limits = { COPY_PARTS_ABOVE_BYTES: above, COPY_PART_BYTES: "4" };
      const world = await pipelineWorld(limits);
      const upload = await world.upload("alice/ä +%.txt", "more than one part", {
        CacheControl: "no-store",
        ContentLanguage: "de",
        Metadata: { note: "x" },
        Tagging: "a=b%20c",
      });
      expect(await move(upload, world)).toBe("archived");
      const Bucket = "archive-bucket";
      const head = await world.storage.s3.send(new HeadObjectCommand({ Bucket, Key: upload.key }));
      expect(head).toMatchObject({
        ContentLength: 18,
        ContentType: "text/plain",
        CacheControl: "no-store",
        ContentLanguage: "de",
        Metadata: { note: "x", "switchyard-version": upload.version },
      });
      expect(await world.tagsOf(Bucket, upload.key)).toEqual([{ Key: "a", Value: "b c" }]);
    },
  );

  test("whose copy isn't whole stays in staging, and is copied anew", async () => {
    const world = await pipelineWorld({ COPY_PARTS_ABOVE_BYTES: "0", COPY_PART_BYTES: "4" });
    const upload = await world.upload("alice/a.txt", "more than one part");
    let parts = 0;
    world.interfere(({ name, input }) => {
      // Takes the same part twice.
      if (name === "UploadPartCopy" && ++parts === 2) input["CopySourceRange"] = "bytes=0-3";
    });
    const outcome = await moveToArchive(upload, world.run());
    expect(outcome).toMatchObject({ kind: "retry", error: { code: "pipeline.copy_mismatch" } });
    expect(await world.versions("staging-bucket")).toHaveLength(1);
    expect(await move(upload, world)).toBe("archived");
    const [newest] = await world.versions("archive-bucket");
    expect(await world.record(upload)).toMatchObject({ archive: newest });
  });

  test("that doesn't exist any more is gone; one behind a delete marker isn't", async () => {
    const world = await pipelineWorld();
    const upload = await world.upload("alice/a.txt");
    expect(await move({ ...upload, version: "never" }, world)).toBe("gone");
    await world.upload("alice/a.txt", "newer");
    expect(await move(upload, world)).toBe("archived");
  });

  test("that no retry mends fails at once and stays in staging", async () => {
    const world = await pipelineWorld();
    const upload = await world.upload("alice/a.gz", noGzip);
    expect(await move(upload, world)).toBe("failed");
    expect(await world.record(upload)).toMatchObject({
      state: "failed",
      attempts: 1,
      error: { code: "file.invalid" },
    });
    expect(await world.versions("staging-bucket")).toHaveLength(1);
  });

  test("is refused where the archive keeps its own objects", async () => {
    const world = await pipelineWorld();
    const upload = await world.upload("results/alice/a.txt/v/profile.json");
    expect(await move(upload, world)).toBe("failed");
    expect(await world.versions("archive-bucket")).toEqual([]);
  });

  test("carries its uploader's correlation id into the ledger", async () => {
    const world = await pipelineWorld();
    const Metadata = { "correlation-id": "c-1" };
    const upload = await world.upload("alice/a.txt", "x", { Metadata });
    await move({ ...upload, correlation: "of the event" }, world);
    expect(await world.record(upload)).toMatchObject({ correlation: "c-1" });
  });
});

describe("versions of one key", () => {
  test("that come in disorder leave the newest on top, and put the older aside", async () => {
    const world = await pipelineWorld();
    const first = await world.upload("alice/a.txt", "1");
    const second = await world.upload("alice/a.txt", "2");
    expect(await move(second, world)).toBe("archived");
    expect(await move(first, world)).toBe("superseded");
    expect((await world.versions("archive-bucket")).map(({ key }) => key)).toEqual([
      "alice/a.txt",
      `superseded/alice/a.txt/${first.version}`,
    ]);
  });

  test("are ordered by their times where a sweep found one without its sequencer", async () => {
    const world = await pipelineWorld();
    const lost = await world.upload("alice/a.txt", "1");
    world.wait(5);
    expect(await move(await world.upload("alice/a.txt", "2"), world)).toBe("archived");
    expect(await move({ ...lost, sequencer: undefined }, world)).toBe("superseded");
  });

  test("wait for each other, and the wait isn't counted as an attempt", async () => {
    const world = await pipelineWorld();
    const first = await world.upload("alice/a.txt", "1");
    const second = await world.upload("alice/a.txt", "2");
    world.interfere(({ name }) => {
      if (name === "CopyObject") throw new RangeError("the process dies");
    });
    const outcome = await moveToArchive(first, world.run());
    expect(outcome.kind).toBe("busy");
    world.interfere();
    const waiting = await moveToArchive(second, world.run());
    expect(waiting).toMatchObject({ kind: "busy", until: world.clock.ms + 35_000 });
    expect(await world.record(second)).toMatchObject({ state: "processed", attempts: 0 });
    world.wait(36);
    expect(await move(second, world)).toBe("archived");
    expect(await move(first, world)).toBe("superseded");
  });

  test("of which one failed don't wait for it", async () => {
    const world = await pipelineWorld();
    const bad = await world.upload("alice/a.gz", noGzip);
    expect(await move(bad, world)).toBe("failed");
    expect(await move(await world.upload("alice/a.gz", "text"), world)).toBe("archived");
  });
});

describe("whatever call is lost", () => {
  const total = 7;
  const cases = Array.from({ length: total }, (_, index) => index).flatMap((index) => [
    { index, done: false },
    { index, done: true },
  ]);

  test.each(cases)(
    "the next delivery ends the same: call $index, carried out: $done",
    async ({ index, done }) => {
      const world = await pipelineWorld();
      const upload = await world.upload("alice/a.bin", "\0\x01", binary);
      world.interfere((call) => {
        if (call.index === index && call.done === done) throw new RangeError("no answer");
      });
      await moveToArchive(upload, world.run()).catch(() => {});
      world.interfere();
      world.wait(60);
      expect(["archived", "duplicate"]).toContain(await move(upload, world));
      expect(await world.record(upload)).toMatchObject({ state: "archived" });
      expect(await world.versions("archive-bucket")).toHaveLength(1);
      expect(await world.versions("staging-bucket")).toEqual([]);
    },
  );

  test.each(cases)(
    "and the process dies with it, the next one ends the same: call $index, carried out: $done",
    async ({ index, done }) => {
      const world = await pipelineWorld();
      const upload = await world.upload("alice/a.bin", "\0\x01", binary);
      world.interfere((call) => {
        if (call.index > index || (call.index === index && call.done === done)) {
          throw new RangeError("dead");
        }
      });
      await moveToArchive(upload, world.run()).catch(() => {});
      world.interfere();
      world.wait(60);
      expect(["archived", "duplicate"]).toContain(await move(upload, world));
      expect(await world.versions("archive-bucket")).toHaveLength(1);
      expect(await world.versions("staging-bucket")).toEqual([]);
    },
  );
});

describe("the attempts of a file", () => {
  test("end as a failure that keeps the last error", async () => {
    const world = await pipelineWorld({ PIPELINE_ATTEMPTS: "2" });
    const upload = await world.upload("alice/a.txt");
    world.interfere(({ name }) => {
      if (name === "GetObject") throw new RangeError("S3 is away");
    });
    expect(await move(upload, world)).toBe("retry");
    expect(await world.record(upload)).toMatchObject({
      state: "received",
      error: { message: "S3 is away" },
    });
    expect(await move(upload, world)).toBe("failed");
    expect(await world.record(upload)).toMatchObject({ state: "failed", attempts: 2 });
  });

  test("end also where every run dies without a word", async () => {
    const world = await pipelineWorld({ PIPELINE_ATTEMPTS: "2" });
    const upload = await world.upload("alice/a.txt");
    for (const _ of [1, 2]) {
      world.interfere(({ index, name }) => {
        if (name === "GetObject" || index % 100 === 99) throw new RangeError("dead");
        if (world.calls.slice(0, index).at(-1) === "GetObject") throw new RangeError("dead");
      });
      await move(upload, world);
      world.wait(60);
    }
    world.interfere();
    expect(await move(upload, world)).toBe("failed");
    expect(await world.record(upload)).toMatchObject({
      error: { message: expect.stringContaining("Given up after 2 attempts") },
    });
  });

  test("aren't used up for a file that is in the archive already", async () => {
    const world = await pipelineWorld({ PIPELINE_ATTEMPTS: "1" });
    const upload = await world.upload("alice/a.txt");
    let copied = false;
    world.interfere(({ name, done }) => {
      if (copied) throw new RangeError("dead");
      copied = name === "CopyObject" && done;
    });
    await move(upload, world);
    world.interfere();
    world.wait(60);
    expect(await move(upload, world)).toBe("archived");
    expect(await world.versions("archive-bucket")).toHaveLength(1);
  });
});

test("a scanner is asked first: it may refuse a file, or not know yet", async () => {
  const world = await pipelineWorld();
  const upload = await world.upload("alice/a.txt");
  const scanning = (scan: NonNullable<ReturnType<typeof world.run>["scan"]>) =>
    moveToArchive(upload, world.run({ scan }));
  expect(await scanning(async () => ({ kind: "pending", seconds: 5 }))).toMatchObject({
    kind: "busy",
    until: world.clock.ms + 5_000,
  });
  expect(await world.record(upload)).toMatchObject({ state: "received", attempts: 0 });
  const refusal = { kind: "refused" as const, reason: "THREATS_FOUND" };
  expect((await scanning(async () => refusal)).kind).toBe("failed");
  expect(world.calls).not.toContain("GetObject");
  expect(await world.versions("staging-bucket")).toHaveLength(1);
});
