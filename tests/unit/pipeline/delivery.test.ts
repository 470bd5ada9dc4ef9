import { DeleteObjectCommand } from "@aws-sdk/client-s3";
import { bury } from "@switchyard/core/pipeline/dead-letters.ts";
import { deliver } from "@switchyard/core/pipeline/delivery.ts";
import { announce } from "@switchyard/core/pipeline/events/announcement.ts";
import { noteExpired } from "@switchyard/core/pipeline/expiry.ts";
import { claim } from "@switchyard/core/pipeline/ledger/table.ts";
import { type Upload } from "@switchyard/core/pipeline/upload.ts";
import { describe, expect, test } from "vitest";
import { pipelineWorld, type PipelineWorld } from "./world.ts";

const noGzip = Buffer.from([0x1f, 0x8b, 8, 0, 1, 2, 3]);
const silent = { info: () => {}, warn: () => {}, error: () => {} };

/** Delivers messages, and collects what is parked. */
function delivering(world: PipelineWorld) {
  const parked: string[] = [];
  const park = async (body: string) => void parked.push(body);
  return {
    parked,
    park,
    deliver: (message: unknown) => deliver(message, world.run(), park),
    bury: (body: string) => bury(body, { ...world, park, log: silent }),
  };
}
const kindsOf = ({ outcomes }: Awaited<ReturnType<typeof deliver>>) =>
  outcomes.map(({ kind }) => kind);
const lease = (world: PipelineWorld, ms = 60_000) => ({ token: "t", until: world.clock.ms + ms });

/** A file whose run died as soon as its copy was made; its lease is over. */
async function copiedAndDead(world: PipelineWorld) {
  const upload = await world.upload("alice/copied.txt");
  let isDead = false;
  world.interfere(({ name, done }) => {
    if (isDead) throw new RangeError("dead");
    isDead = name === "CopyObject" && done;
  });
  await delivering(world).deliver({ uploads: [upload] });
  world.interfere();
  world.wait(60);
  return upload;
}

describe("a delivered message", () => {
  test("of S3 moves its file and is done", async () => {
    const world = await pipelineWorld();
    await world.upload("alice/ä b+c.txt");
    const { parked, ...to } = delivering(world);
    const delivered = await to.deliver(world.events.at(-1));
    expect(kindsOf(delivered)).toEqual(["archived"]);
    expect(delivered.againAfter).toBeUndefined();
    expect(parked).toEqual([]);
  });

  test("that can't be read is parked as it is, and done", async () => {
    const { parked, ...to } = delivering(await pipelineWorld());
    expect(await to.deliver("{nonsense")).toEqual({ outcomes: [] });
    expect(parked).toEqual(["{nonsense"]);
  });

  test("about another bucket is parked, and nothing is read", async () => {
    const world = await pipelineWorld();
    const { parked, ...to } = delivering(world);
    await to.deliver({ uploads: [{ bucket: "elsewhere", key: "a", version: "v" }] });
    expect(parked).toHaveLength(1);
    expect(world.calls).toEqual([]);
  });

  test("does what it can where one of its files fails, and parks that one alone", async () => {
    const world = await pipelineWorld();
    const good = await world.upload("alice/a.txt");
    const bad = await world.upload("alice/b.gz", noGzip);
    const { parked, ...to } = delivering(world);
    expect(kindsOf(await to.deliver({ uploads: [good, bad] }))).toEqual(["archived", "failed"]);
    expect(parked.map((body) => JSON.parse(body).uploads[0].version)).toEqual([bad.version]);
  });

  test("about a failed file is parked again: the first may never have arrived", async () => {
    const world = await pipelineWorld();
    const bad = await world.upload("alice/b.gz", noGzip);
    const { parked, ...to } = delivering(world);
    await to.deliver({ uploads: [bad] });
    expect(kindsOf(await to.deliver({ uploads: [bad] }))).toEqual(["duplicate"]);
    expect(parked).toHaveLength(2);
  });

  test("about a file that is being worked on comes again when that lease ends", async () => {
    const world = await pipelineWorld();
    const upload = await world.upload("alice/a.txt");
    await claim(upload, lease(world), world.ledger);
    const delivered = await delivering(world).deliver({ uploads: [upload] });
    expect(delivered).toMatchObject({ outcomes: [{ kind: "busy" }], againAfter: 61 });
  });

  test("comes again at once when the function has no time left", async () => {
    const world = await pipelineWorld();
    const upload = await world.upload("alice/a.txt");
    const storage = { ...world.storage, signal: AbortSignal.abort() };
    const { park } = delivering(world);
    const delivered = await deliver({ uploads: [upload] }, world.run({ storage }), park);
    expect(delivered).toEqual({ outcomes: [], againAfter: 0 });
    expect(world.calls).toEqual([]);
  });

  test("without a version is about the key's current one; about nothing, nothing is done", async () => {
    const world = await pipelineWorld();
    const { bucket, key, version } = await world.upload("alice/a.txt");
    const to = delivering(world);
    const delivered = await to.deliver({ uploads: [{ bucket, key }] });
    expect(delivered.outcomes).toMatchObject([{ kind: "archived", upload: { version } }]);
    expect(kindsOf(await to.deliver({ uploads: [{ bucket, key: "alice/never" }] }))).toEqual([]);
  });

  test("of a replay undoes the failure it was made for, and no later one", async () => {
    const world = await pipelineWorld();
    const bad = await world.upload("alice/b.gz", noGzip);
    const to = delivering(world);
    await to.deliver({ uploads: [bad] });
    const failedAt = (await world.record(bad))?.failed_at;
    const again = { uploads: [{ ...bad, revive: failedAt }] };
    expect(kindsOf(await to.deliver(again))).toEqual(["failed"]);
    expect(kindsOf(await to.deliver(again))).toEqual(["duplicate"]);
  });
});

describe("a message that was delivered too often", () => {
  test("leaves its file recorded as failed, and is parked unchanged", async () => {
    const world = await pipelineWorld();
    const upload = await world.upload("alice/a.txt");
    const { parked, ...to } = delivering(world);
    const body = world.events.at(-1) ?? "";
    expect(await to.bury(body)).toEqual({ parked: true });
    expect(parked).toEqual([body]);
    expect(await world.record(upload)).toMatchObject({
      state: "failed",
      owner: "alice",
      error: { code: "pipeline.undelivered" },
    });
  });

  test("keeps the error that is recorded already", async () => {
    const world = await pipelineWorld();
    const upload = await world.upload("alice/a.txt");
    world.interfere(({ name }) => {
      if (name === "GetObject") throw new RangeError("S3 is away");
    });
    const to = delivering(world);
    await to.deliver({ uploads: [upload] });
    await to.bury(announce([upload]));
    expect(await world.record(upload)).toMatchObject({ error: { message: "S3 is away" } });
  });

  test("is dropped where its file is archived", async () => {
    const world = await pipelineWorld();
    const upload = await world.upload("alice/a.txt");
    const { parked, ...to } = delivering(world);
    await to.deliver({ uploads: [upload] });
    expect(await to.bury(announce([upload]))).toEqual({ parked: false });
    expect(parked).toEqual([]);
  });

  test("waits while somebody works on its file", async () => {
    const world = await pipelineWorld();
    const upload = await world.upload("alice/a.txt");
    const { until } = lease(world);
    await claim(upload, { token: "t", until }, world.ledger);
    const { parked, ...to } = delivering(world);
    expect(await to.bury(announce([upload]))).toEqual({ parked: false, busyUntil: until });
    expect(parked).toEqual([]);
  });

  test("leads to its file once more where that may be in the archive already", async () => {
    const world = await pipelineWorld();
    const upload = await copiedAndDead(world);
    const { parked, ...to } = delivering(world);
    expect(await to.bury(announce([upload]))).toEqual({ parked: false });
    expect(parked).toEqual([]);
    const again = await to.deliver({ uploads: [upload] });
    expect(kindsOf(again)).toEqual(["archived"]);
    expect(await world.versions("archive-bucket")).toHaveLength(1);
  });

  test("is parked, too, where nobody can read it", async () => {
    const { parked, ...to } = delivering(await pipelineWorld());
    expect(await to.bury("{nonsense")).toEqual({ parked: true });
    expect(parked).toEqual(["{nonsense"]);
  });
});

const note = (world: PipelineWorld, { bucket, key, version: versionId }: Upload) => {
  const s3 = { bucket: { name: bucket }, object: { key, versionId } };
  const record = { eventSource: "aws:s3", eventName: "LifecycleExpiration:Delete", s3 };
  return noteExpired({ Records: [record] }, { ...world, log: silent });
};

describe("a version that expires in staging", () => {
  test("is recorded as expired, whether it had failed or was never heard of", async () => {
    const world = await pipelineWorld();
    const bad = await world.upload("alice/b.gz", noGzip);
    await delivering(world).deliver({ uploads: [bad] });
    const lost = await world.upload("alice/a.txt");
    expect(await note(world, bad)).toBe(1);
    expect(await note(world, lost)).toBe(1);
    expect(await world.record(bad)).toMatchObject({ state: "expired" });
    expect(await world.record(lost)).toMatchObject({ state: "expired", owner: "alice" });
  });

  test("stays archived if it was", async () => {
    const world = await pipelineWorld();
    const upload = await world.upload("alice/a.txt");
    await delivering(world).deliver({ uploads: [upload] });
    expect(await note(world, upload)).toBe(0);
    expect(await world.record(upload)).toMatchObject({ state: "archived" });
  });

  test("is announced again if it may be in the archive already", async () => {
    const world = await pipelineWorld();
    const upload = await copiedAndDead(world);
    const { bucket: Bucket, key: Key, version: VersionId } = upload;
    await world.storage.s3.send(new DeleteObjectCommand({ Bucket, Key, VersionId }));
    expect(await note(world, upload)).toBe(0);
    expect(kindsOf(await delivering(world).deliver({ uploads: [upload] }))).toEqual(["archived"]);
  });

  test("is noted later while somebody works on it", async () => {
    const world = await pipelineWorld();
    const upload = await world.upload("alice/a.txt");
    await claim(upload, lease(world), world.ledger);
    await expect(note(world, upload)).rejects.toMatchObject({ code: "pipeline.file_busy" });
    world.wait(61);
    expect(await note(world, upload)).toBe(1);
  });
});
