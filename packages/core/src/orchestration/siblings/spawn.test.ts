import { type InvokeCommand } from "@aws-sdk/client-lambda";
import { describe, expect, test } from "vitest";
import * as z from "zod/mini";
import { defineWorker } from "../worker/define-worker.ts";
import { contextWith, SystemError, taskEvent, workerWorld } from "../worker/testing.ts";
import { type WorkerRun } from "../worker/invocation.ts";
import { type WorkerWorld } from "../worker/world.ts";

type Work = WorkerRun<Record<string, unknown>, unknown>;

/** A worker that hands on what is left of its `count`. */
const countdown = (
  world: WorkerWorld,
  run: (work: Work) => Promise<unknown> = async ({ payload, spawnSibling }) => {
    const { count } = payload as { count: number };
    if (count > 1) await spawnSibling({ count: count - 1 }, { force: true });
    return { count };
  },
) => defineWorker({ name: "w", payload: z.record(z.string(), z.unknown()), run }, world);

/** The same world, where an asynchronous invocation ends in this error. */
function whereSpawning(world: WorkerWorld, error: Error): WorkerWorld {
  type Send = (command: InvokeCommand) => Promise<unknown>;
  const others = world.lambda?.send as unknown as Send;
  const send: Send = async (command) => {
    if (command.input.InvocationType === "Event") throw error;
    return others(command);
  };
  return { ...world, lambda: { send } };
}

/** Runs a worker and the siblings it spawns, to the end. */
async function runAll(fakes: ReturnType<typeof workerWorld>, event: object) {
  const worker = countdown(fakes.world);
  const outcomes = [await worker(event, contextWith())];
  for (const { event: next } of fakes.spawned) outcomes.push(await worker(next, contextWith()));
  return outcomes.map((outcome) =>
    typeof outcome === "object" && outcome && "outcome" in outcome ? outcome.outcome : outcome,
  );
}

describe("a sibling of a task's worker", () => {
  test("carries the task on, and the last alone completes it", async () => {
    const fakes = workerWorld();
    const outcomes = await runAll(fakes, taskEvent({ count: 3 }));
    expect(outcomes).toEqual(["handed on", "handed on", "completed"]);
    const told = fakes.asked.filter(({ action }) => action !== "claim");
    expect(told).toMatchObject([
      { action: "mark_task_as_completed", task_id: "task-1", attempt: 1, result: { count: 1 } },
    ]);
  });

  test("takes the claim over from the one before it", async () => {
    const fakes = workerWorld();
    await runAll(fakes, taskEvent({ count: 3 }));
    const claims = fakes.asked.filter(({ action }) => action === "claim");
    expect(claims.map(({ nonce, takes_over }) => [nonce, takes_over])).toEqual([
      ["token-1", undefined],
      ["token-3", "token-1"],
      ["token-5", "token-3"],
    ]);
  });

  test("counts its generation and keeps the correlation id", async () => {
    const fakes = workerWorld();
    await runAll(fakes, taskEvent({ count: 2 }, { correlation_id: "job-7" }));
    expect(fakes.spawned).toMatchObject([
      {
        FunctionName: "counter",
        event: { count: 1, correlation_id: "job-7", sibling_of: { generation: 1 } },
      },
    ]);
  });

  test("is spawned once by one invocation", async () => {
    const fakes = workerWorld();
    const worker = countdown(fakes.world, async ({ spawnSibling }) => {
      await spawnSibling({}, { force: true });
      await spawnSibling({}, { force: true });
    });
    await expect(worker(taskEvent(), contextWith())).rejects.toMatchObject({
      code: "siblings.already_handed_on",
    });
    expect(fakes.spawned).toHaveLength(1);
    // The sibling has the task: a failure told now would free its slot.
    expect(fakes.asked.map(({ action }) => action)).toEqual(["claim"]);
  });

  test("that may have been started leaves the task to it or to its expiry", async () => {
    const fakes = workerWorld();
    const worker = countdown(whereSpawning(fakes.world, new SystemError("no answer")));
    await expect(worker(taskEvent({ count: 2 }), contextWith())).rejects.toMatchObject({
      code: "siblings.unknown",
    });
    expect(fakes.asked.map(({ action }) => action)).toEqual(["claim"]);
  });

  test("that Lambda refused to start leaves the task to this worker, which fails", async () => {
    const fakes = workerWorld();
    const refusal = Object.assign(new Error("payload too large"), {
      name: "RequestTooLargeException",
      $metadata: { httpStatusCode: 413, attempts: 1 },
    });
    const worker = countdown(whereSpawning(fakes.world, refusal));
    await expect(worker(taskEvent({ count: 2 }), contextWith())).rejects.toMatchObject({
      code: "siblings.refused",
    });
    expect(fakes.asked.at(-1)).toMatchObject({
      action: "mark_task_as_failed",
      error: { code: "siblings.refused" },
    });
  });
});

describe("spawning a sibling", () => {
  const spawnOnce = async ({ spawnSibling }: Work) => spawnSibling({ left: 1 });

  test("is refused where nothing enabled targets the function", async () => {
    const fakes = workerWorld();
    const worker = countdown(fakes.world, spawnOnce);
    await expect(worker({}, contextWith())).rejects.toMatchObject({
      code: "siblings.not_scheduled",
    });
    expect(fakes.spawned).toEqual([]);
  });

  test("is done where something enabled targets the function", async () => {
    const asked: string[] = [];
    const fakes = workerWorld(undefined, {
      isTargeted: async (arn) => asked.push(arn) > 0,
    });
    await countdown(fakes.world, spawnOnce)({}, contextWith());
    expect(asked).toEqual(["arn:aws:lambda:eu-west-1:123456789012:function:counter"]);
    expect(fakes.spawned).toMatchObject([{ event: { left: 1, sibling_of: { generation: 1 } } }]);
  });

  test("ends after so many generations, forced or not", async () => {
    const fakes = workerWorld();
    const worker = defineWorker(
      {
        name: "w",
        payload: z.looseObject({}),
        siblings: { maxGenerations: 3 },
        run: async ({ spawnSibling }) => spawnSibling({}, { force: true }),
      },
      fakes.world,
    );
    await worker({ sibling_of: { generation: 2 } }, contextWith());
    await expect(worker({ sibling_of: { generation: 3 } }, contextWith())).rejects.toMatchObject({
      code: "siblings.too_many",
    });
    expect(fakes.spawned).toHaveLength(1);
  });

  test("with a payload too large for an event goes by reference, and the sibling reads it", async () => {
    const fakes = workerWorld();
    const rows = Array.from({ length: 300 }, (_, n) => `${n}`.padEnd(1024, "x"));
    const worker = countdown(fakes.world, async ({ payload, spawnSibling }) => {
      if ("first" in payload) await spawnSibling({ rows }, { force: true });
      return { rows: (payload["rows"] as unknown[] | undefined)?.length };
    });
    await worker(taskEvent({ first: true }), contextWith());
    const [sibling] = fakes.spawned;
    expect(JSON.stringify(sibling).length).toBeLessThan(1_000);
    expect(sibling).toMatchObject({ event: { payload_ref: "siblings/counter/token-2.json" } });
    await worker(sibling?.["event"], contextWith());
    expect(fakes.asked.at(-1)).toMatchObject({ result: { rows: 300 } });
  });

  test("with a payload too large is a typed error where no bucket is known", async () => {
    const settings = { assistant: "a", deadTopic: "d" };
    const fakes = workerWorld(undefined, { settings });
    const worker = countdown(fakes.world, async ({ spawnSibling }) =>
      spawnSibling({ rows: "x".repeat(256 * 1024) }, { force: true }),
    );
    await expect(worker({}, contextWith())).rejects.toMatchObject({ code: "siblings.too_large" });
    expect(fakes.spawned).toEqual([]);
  });
});
