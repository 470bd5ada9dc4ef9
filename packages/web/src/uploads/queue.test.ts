import { describe, expect, test } from "vitest";
import { UploadQueue } from "./queue.ts";
import { someUpload, surroundings } from "./testing.ts";

const me = { caller: "dev", scopes: ["uploads:write"], stage: "test", maxBytes: 1e9 };
const how = { way: "parts" as const, overwrite: true };
const network = Object.assign(new TypeError("lost"), { code: "NETWORK" });

const files = (...names: string[]) =>
  names.map((name) => ({ name, file: new File(["content"], name, { lastModified: 1 }) }));

async function queueWith(...names: string[]) {
  const around = surroundings();
  const queue = new UploadQueue(around.needs);
  queue.add(files(...names), how, me);
  await around.pass();
  const phases = () => queue.getSnapshot().map(({ phase }) => phase);
  return { ...around, queue, phases };
}

describe("the queue of uploads", () => {
  test("sends four files at once; the next begins when one is stored", async () => {
    const { begun, phases, pass } = await queueWith("1", "2", "3", "4", "5");
    expect(begun).toHaveLength(4);
    expect(phases()).toEqual(["sending", "sending", "sending", "sending", "waiting"]);
    begun[1]?.events.stored();
    await pass();
    expect(begun).toHaveLength(5);
    expect(phases()[1]).toBe("stored");
  });

  test("refuses what the server would, and sends the others", async () => {
    const { begun, phases } = await queueWith("a\\b", "good");
    expect(phases()).toEqual(["refused", "sending"]);
    expect(begun.map(({ upload }) => upload.name)).toEqual(["good"]);
  });

  test("waits for the network by itself, and gives another file the place", async () => {
    const { begun, phases, pass } = await queueWith("1", "2", "3", "4", "5");
    begun[0]?.events.failed(network);
    await pass();
    expect(phases()).toEqual(["offline", "sending", "sending", "sending", "sending"]);
    await pass(1000);
    expect(phases()[0]).toBe("waiting");
    begun[1]?.events.stored();
    await pass();
    expect(begun[0]?.asked).toEqual(["retry"]);
  });

  test("goes on at once when the network is back", async () => {
    const { begun, queue, phases, pass } = await queueWith("1");
    for (let loss = 0; loss < 5; loss++) {
      begun[0]?.events.failed(network);
      queue.wake();
      await pass();
    }
    expect(phases()).toEqual(["sending"]);
    expect(begun[0]?.asked).toEqual(["retry", "retry", "retry", "retry", "retry"]);
  });

  test("resumes what it paused, and retries what failed, also where both happened", async () => {
    const { begun, queue, pass } = await queueWith("1");
    queue.pause("1");
    queue.resume("1");
    begun[0]?.events.failed(network);
    queue.pause("1");
    await pass(60_000);
    queue.resume("1");
    await pass();
    expect(begun[0]?.asked).toEqual(["pause", "resume", "retry"]);
  });

  test("pauses a file that is only being announced, and begins it once", async () => {
    const around = surroundings();
    const queue = new UploadQueue(around.needs);
    queue.add(files("1"), how, me);
    queue.pause("1");
    queue.resume("1");
    queue.pause("1");
    await around.pass();
    expect(around.begun).toHaveLength(1);
    expect(around.begun[0]?.asked).toEqual(["pause"]);
    queue.resume("1");
    expect(around.begun[0]?.asked).toEqual(["pause", "resume"]);
  });

  test("begins anew where S3 has forgotten the parts", async () => {
    const { begun, pass, queue } = await queueWith("1");
    begun[0]?.events.begun({ uploadId: "u", key: "dev/1" });
    begun[0]?.events.failed(
      Object.assign(new TypeError("x"), { status: 404, code: "NoSuchUpload" }),
    );
    await pass();
    expect(begun[1]?.upload.multipart).toBeUndefined();
    begun[0]?.events.progress(50);
    await pass();
    expect(queue.getSnapshot()[0]?.sent).toBe(0);
  });

  test.each([
    ["dev/mine", "stored"],
    ["dev/another", "failed"],
  ])("knows by asking whether a 412 was its own success: %s", async (key, phase) => {
    const around = surroundings();
    const queue = new UploadQueue(around.needs);
    queue.add(files("1"), { ...how, overwrite: false }, me);
    await around.pass();
    around.begun[0]?.events.prepared({ key });
    around.begun[0]?.events.failed(Object.assign(new TypeError("x"), { status: 412 }));
    await around.pass();
    expect(queue.getSnapshot()[0]?.phase).toBe(phase);
  });

  test("gives up in S3 what is cancelled, whether or not a transfer holds it", async () => {
    const { begun, queue, abandoned, pass } = await queueWith("1", "2");
    begun[1]?.events.begun({ uploadId: "u", key: "dev/2" });
    begun[1]?.events.failed(network);
    queue.remove();
    await pass();
    expect(begun[0]?.asked).toEqual(["cancel"]);
    expect(abandoned).toEqual(["2"]);
    expect(queue.getSnapshot()).toEqual([]);
  });

  test("takes up what an earlier visit left when its file is chosen again, and only that", async () => {
    const around = surroundings();
    const queue = new UploadQueue(around.needs);
    const left = someUpload({
      id: "old",
      name: "1",
      size: 7,
      multipart: { uploadId: "u", key: "k" },
    });
    queue.restore({ ...left, phase: "missing" });
    queue.add(files("2", "1"), how, me);
    await around.pass();
    expect(around.begun.map(({ upload }) => [upload.id, upload.multipart?.uploadId])).toEqual([
      ["old", "u"],
      ["1", undefined],
    ]);
  });

  test("hears nothing from a file that was taken out", async () => {
    const { begun, queue, pass } = await queueWith("1");
    queue.remove("1");
    begun[0]?.events.stored();
    await pass();
    expect(queue.getSnapshot()).toEqual([]);
  });
});
