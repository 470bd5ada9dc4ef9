import { describe, expect, test } from "vitest";
import * as z from "zod/mini";
import { defineWorker } from "./define-worker.ts";
import { contextWith, SystemError, taskEvent, workerWorld } from "./testing.ts";
import { type WorkerWorld } from "./world.ts";

function dyingWorker(more: WorkerWorld = {}, topic?: string) {
  const fakes = workerWorld(undefined, more);
  const worker = defineWorker(
    {
      name: "w",
      payload: z.looseObject({}),
      config: { sources: [], defaults: topic === undefined ? {} : { dead_sns_topic: topic } },
      run: async ({ die, stats }) => {
        stats.add("rows", 2);
        await die("the disk is full");
      },
    },
    fakes.world,
  );
  return { ...fakes, die: () => worker(taskEvent(), contextWith()) };
}

describe("a worker that dies", () => {
  test("tells the topic beside its function, and fails with the task", async () => {
    const { die, published, asked, lines } = dyingWorker();
    await expect(die()).rejects.toMatchObject({ code: "worker.died", message: "the disk is full" });
    expect(published).toEqual([
      {
        topic: "arn:aws:sns:eu-west-1:123456789012:SoswWorkerErrors",
        subject: "counter died",
        message: "the disk is full",
      },
    ]);
    expect(asked.at(-1)).toMatchObject({
      action: "mark_task_as_failed",
      error: { code: "worker.died", message: "the disk is full" },
    });
    expect(lines.find(({ message }) => message === "the disk is full")).toMatchObject({
      level: "error",
      stats: { status: "failed", rows: 2 },
    });
  });

  test("tells the topic that its configuration names", async () => {
    const arn = "arn:aws:sns:us-east-1:123456789012:mine";
    const { die, published } = dyingWorker({}, arn);
    await expect(die()).rejects.toMatchObject({ code: "worker.died" });
    expect(published).toMatchObject([{ topic: arn }]);
  });

  test("fails the same where it may not publish, and says that too", async () => {
    const { die, lines } = dyingWorker({
      publish: () => Promise.reject(new SystemError("not authorized")),
    });
    await expect(die()).rejects.toMatchObject({ code: "worker.died", message: "the disk is full" });
    expect(lines.map(({ message }) => message)).toContain("the topic of dead workers was not told");
  });
});
