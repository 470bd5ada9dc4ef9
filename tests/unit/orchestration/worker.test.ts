import { assist } from "@switchyard/core/orchestration/assistant/assist.ts";
import { assistantOf } from "@switchyard/core/orchestration/assistant/assistant.ts";
import { bordersOf } from "@switchyard/core/orchestration/states.ts";
import { defineWorker } from "@switchyard/core/orchestration/worker/define-worker.ts";
import { type WorkerRun } from "@switchyard/core/orchestration/worker/invocation.ts";
import {
  contextWith,
  FunctionFailure,
  workerWorld,
} from "@switchyard/core/orchestration/worker/testing.ts";
import { describe, expect, test } from "vitest";
import * as z from "zod/mini";
import { now, plant, running } from "./fixtures.ts";
import { labourer, orchestrationWorld } from "./world.ts";

const counter = labourer();
const Payload = z.object({ a: z.optional(z.number()) });
type Work = WorkerRun<z.output<typeof Payload>, unknown>;

/** A worker beside the real assistant, whose `n`th answers `loses` says to lose. */
async function beside(
  run: (work: Work) => unknown,
  loses: (call: number) => boolean = () => false,
) {
  const tables = await orchestrationWorld();
  const task = running(1, { payload: '{"a":1}' });
  await plant("tasks", [task], tables.store);
  const assistant = assistantOf({
    store: tables.store,
    labourers: [counter],
    poke: async () => {},
    pokeScavenger: async () => {},
  });
  const fakes = workerWorld(async (request, call) => {
    const answer = await assist(request, assistant);
    if (loses(call)) throw new FunctionFailure("Sandbox.Timedout");
    return answer;
  });
  const runs: number[] = [];
  const worker = defineWorker(
    {
      name: "counter",
      payload: Payload,
      run: (work) => {
        runs.push(runs.length);
        return run(work);
      },
    },
    fakes.world,
  );
  const { payload: _, ...own } = task;
  const invoke = (event: unknown = { a: 1, ...own }) => worker(event, contextWith());
  const row = async () => (await tables.rows("tasks"))[0];
  return { ...tables, ...fakes, invoke, row, runs };
}

const count = ({ payload, stats }: Work) => {
  stats.add("rows", 2);
  return { sum: payload.a };
};

describe("a worker beside the assistant", () => {
  test("completes its task, with counters and result in the row", async () => {
    const { invoke, row } = await beside(count);
    expect(await invoke()).toMatchObject({ outcome: "completed" });
    expect(await row()).toMatchObject({ completed_at: now, stat_rows: 2, result_sum: 1 });
  });

  test("runs an attempt once, however often it is delivered", async () => {
    const { invoke, runs } = await beside(count);
    await invoke();
    expect(await invoke()).toMatchObject({ outcome: "refused", reason: "completed" });
    expect(runs).toHaveLength(1);
  });

  test("runs one of two deliveries that overlap", async () => {
    const { invoke, runs } = await beside(count);
    const outcomes = await Promise.all([invoke(), invoke()]);
    expect(outcomes.map((one) => (one as { outcome: string }).outcome).toSorted()).toEqual([
      "completed",
      "refused",
    ]);
    expect(runs).toHaveLength(1);
  });

  test("completes though every first answer is lost", async () => {
    const { invoke, row, runs } = await beside(count, (call) => call % 2 === 1);
    expect(await invoke()).toMatchObject({ outcome: "completed" });
    expect(await row()).toMatchObject({ completed_at: now, result_sum: 1 });
    expect(runs).toHaveLength(1);
  });

  test("gives its slot back at once when it fails, and counts one failure", async () => {
    const fail = () => {
      throw new RangeError("no rows");
    };
    const { invoke, row } = await beside(fail, (call) => call === 2);
    await expect(invoke()).rejects.toThrow("no rows");
    const { expired } = bordersOf(counter, now * 1_000);
    expect(await row()).toMatchObject({ failed_attempts: 1, failure: "RangeError: no rows" });
    expect((await row())?.["greenfield"]).toBeLessThan(expired);
  });
});

describe("siblings beside the assistant", () => {
  const handOn = async ({ payload: { a = 0 }, spawnSibling }: Work) => {
    if (a < 3) await spawnSibling({ a: a + 1 }, { force: true });
    return { a };
  };

  test("complete the task with the last of them", async () => {
    const { invoke, row, spawned, clock } = await beside(handOn);
    expect(await invoke()).toMatchObject({ outcome: "handed on" });
    expect(await row()).not.toHaveProperty("completed_at");
    clock.now += 600_000;
    expect(await invoke(spawned[0]?.["event"])).toMatchObject({ outcome: "handed on" });
    clock.now += 600_000;
    expect(await invoke(spawned[1]?.["event"])).toMatchObject({ outcome: "completed" });
    expect(await row()).toMatchObject({ completed_at: now + 1_200, result_a: 3 });
  });

  test("each have the labourer's whole duration", async () => {
    const { invoke, row, spawned, clock } = await beside(handOn);
    await invoke();
    const before = Number((await row())?.["greenfield"]);
    clock.now += 600_000;
    await invoke(spawned[0]?.["event"]);
    expect((await row())?.["greenfield"]).toBe(before + 600);
  });

  test("run once, however often they are delivered", async () => {
    const { invoke, spawned, runs } = await beside(handOn);
    await invoke();
    await invoke(spawned[0]?.["event"]);
    expect(await invoke(spawned[0]?.["event"])).toMatchObject({ outcome: "refused" });
    expect(runs).toHaveLength(2);
  });

  test("keep the slot though the one that spawned them fails afterwards", async () => {
    const { invoke, row } = await beside(async (work) => {
      await handOn(work);
      throw new RangeError("after all");
    });
    await expect(invoke()).rejects.toThrow("after all");
    expect(await row()).not.toHaveProperty("failed_attempts");
  });
});
