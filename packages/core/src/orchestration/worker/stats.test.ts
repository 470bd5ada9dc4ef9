import { expect, test } from "vitest";
import { metered, countRequest, countUnits } from "../../aws/meter.ts";
import { containerStats, statsOf } from "./stats.ts";
import { defineWorker } from "./define-worker.ts";
import { contextWith, taskEvent, workerWorld } from "./testing.ts";
import * as z from "zod/mini";

test("a reset adds each counter to its total, and keeps totals and lifetime ones", () => {
  const stats = containerStats(["connections"]);
  const invoke = () => {
    stats.reset();
    stats.add("rows", 3);
    stats.add("connections");
  };
  invoke();
  invoke();
  expect(stats.all()).toEqual({ rows: 3, total_rows: 3, connections: 2 });
  invoke();
  expect(stats.all()).toEqual({ rows: 3, total_rows: 6, connections: 3 });
});

test("timing counts calls and seconds, of failures too", async () => {
  let now = 0;
  const stats = containerStats([], () => now);
  await stats.time("query", () => (now += 250));
  const failing = stats.time("query", () => {
    now += 500;
    throw new RangeError("no");
  });
  await expect(failing).rejects.toThrow("no");
  expect(stats.all()).toEqual({ time_query: 0.75, calls_query: 2 });
});

test("requests and units become counters", async () => {
  const { counts } = await metered(async () => {
    countRequest("s3.GetObject", 2);
    countUnits("writeUnits", 3);
  });
  expect(statsOf(counts)).toEqual({ requests_s3_GetObject: 2, write_units: 3 });
});

test("a task's row gets what its run asked of AWS, of one that failed too", async () => {
  const { world, asked } = workerWorld();
  const worker = defineWorker(
    {
      name: "w",
      payload: z.looseObject({ fails: z.optional(z.boolean()) }),
      run: ({ payload, stats }) => {
        countRequest("dynamodb.PutItem");
        stats.add("rows", 5);
        if (payload.fails) throw new RangeError("no");
      },
    },
    world,
  );
  await worker(taskEvent(), contextWith());
  expect(asked.at(-1)).toMatchObject({ stats: { requests_dynamodb_PutItem: 1, rows: 5 } });
  await expect(worker(taskEvent({ fails: true }), contextWith())).rejects.toThrow("no");
  expect(asked.at(-1)).toMatchObject({
    action: "mark_task_as_failed",
    stats: { requests_dynamodb_PutItem: 1, rows: 5, total_rows: 5, total_processor_calls: 1 },
  });
});
