import { describe, expect, test } from "vitest";
import * as z from "zod";
import { Notifier } from "../notifier/notifier.ts";
import { defineEssential } from "./define-essential.ts";
import { defineWorker } from "./define-worker.ts";
import { contextWith, taskEvent, workerWorld } from "./testing.ts";

const stored: Record<string, unknown> = {
  sosw_essential_config: { labourers: { a: { arn: "a" } }, limit: 5 },
  counter_config: { labourers: { b: { arn: "b" } } },
};
const config = {
  schema: z.object({ labourers: z.record(z.string(), z.unknown()), limit: z.int() }),
  defaults: { limit: 1 },
  sources: [(name: string) => stored[name]],
};
const event = z.object({ poke: z.string().optional() });

describe("an essential", () => {
  test("has the shared configuration below its own, and both above the defaults", async () => {
    const { world } = workerWorld();
    const handler = defineEssential(
      {
        name: "orchestrator",
        event,
        config,
        handle: ({ config: { labourers, limit } }) => ({ labourers, limit }),
      },
      world,
    );
    expect(await handler({}, contextWith())).toEqual({
      labourers: { a: { arn: "a" }, b: { arn: "b" } },
      limit: 5,
    });
  });

  test("logs with the event's correlation id, and its counters at the end", async () => {
    const { world, lines } = workerWorld();
    const handler = defineEssential(
      {
        name: "orchestrator",
        event,
        config,
        handle: ({ logger, stats, correlation }) => {
          stats.add("invoked", 3);
          logger.info("at work", { correlation });
        },
      },
      world,
    );
    await handler({ correlation_id: "job-7" }, contextWith());
    expect(lines).toMatchObject([
      { message: "at work", essential: "orchestrator", correlation_id: "job-7" },
      { message: "the invocation ended", stats: { invoked: 3, processor_calls: 1 } },
    ]);
  });

  test("is traced with the event's correlation id, or its job's", async () => {
    const { world, traces } = workerWorld();
    const scheduler = { name: "scheduler", event: z.unknown(), config, handle: () => {} };
    const handler = defineEssential(scheduler, world);
    await handler({ correlation_id: "a" }, contextWith());
    await handler({ job: { correlation_id: "b" } }, contextWith());
    await handler("text", contextWith());
    expect(traces.map(({ annotations }) => annotations["correlation_id"])).toEqual([
      "a",
      "b",
      "request-1",
    ]);
  });

  test("refuses an event that it doesn't take, and logs it", async () => {
    const { world, lines, timers } = workerWorld();
    const handler = defineEssential({ name: "o", event, config, handle: () => {} }, world);
    await expect(handler({ poke: 7 }, contextWith())).rejects.toMatchObject({
      code: "essential.invalid_event",
      issues: [{ field: "poke", value: 7 }],
    });
    expect(lines.map(({ level }) => level)).toContain("error");
    expect(timers.waiting()).toBe(0);
  });

  test("can die", async () => {
    const { world, published } = workerWorld();
    const handler = defineEssential(
      { name: "o", event, config, handle: async ({ die }) => die("no table") },
      world,
    );
    await expect(handler({}, contextWith())).rejects.toMatchObject({ code: "worker.died" });
    expect(published).toMatchObject([{ subject: "counter died", message: "no table" }]);
  });
});

describe("what is to be flushed", () => {
  const topic = "arn:aws:sns:eu-west-1:123456789012:news";
  function notifying(fails: "publish" | "run" | "both" | "neither") {
    const fakes = workerWorld();
    const sent: unknown[] = [];
    const send = async ({ input }: { input: { Message?: string } }) => {
      if (fails === "publish" || fails === "both") throw new TypeError("throttled");
      sent.push(input.Message);
    };
    const notifier = new Notifier({ topic, subject: "s", client: { send } });
    const worker = defineWorker(
      {
        name: "w",
        payload: z.looseObject({}),
        flush: [notifier],
        run: () => {
          notifier.add("counted");
          if (fails === "run" || fails === "both") throw new RangeError("no rows");
        },
      },
      fakes.world,
    );
    return { ...fakes, sent, run: () => worker(taskEvent(), contextWith()) };
  }

  test("is out before the task is completed", async () => {
    const { run, sent, asked } = notifying("neither");
    await run();
    expect(sent).toEqual(["counted"]);
    expect(asked.at(-1)).toMatchObject({ action: "mark_task_as_completed" });
  });

  test("is out though the work failed", async () => {
    const { run, sent } = notifying("run");
    await expect(run()).rejects.toThrow("no rows");
    expect(sent).toEqual(["counted"]);
  });

  test("fails the task where it can't get out", async () => {
    const { run, asked } = notifying("publish");
    await expect(run()).rejects.toMatchObject({ code: "notifier.not_sent" });
    expect(asked.at(-1)).toMatchObject({
      action: "mark_task_as_failed",
      error: { code: "notifier.not_sent" },
    });
  });

  test("never hides the work's own failure", async () => {
    const { run, lines } = notifying("both");
    await expect(run()).rejects.toThrow("no rows");
    expect(lines.map(({ message }) => message)).toContain("a flush failed");
  });
});
