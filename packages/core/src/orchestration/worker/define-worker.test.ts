import { describe, expect, test } from "vitest";
import * as z from "zod";
import { defineWorker } from "./define-worker.ts";
import { contextWith, FunctionFailure, SystemError, taskEvent, workerWorld } from "./testing.ts";

const payload = z.object({ words: z.array(z.string()) });
const countWords = {
  name: "counter",
  payload,
  run: ({ payload: { words } }: { payload: { words: string[] } }) => ({ count: words.length }),
};

describe("a worker with a task", () => {
  test("claims it, runs, and tells the result", async () => {
    const { world, asked } = workerWorld();
    const outcome = await defineWorker(countWords, world)(taskEvent(), contextWith());
    expect(outcome).toEqual({ task_id: "task-1", outcome: "completed" });
    const who = {
      task_id: "task-1",
      correlation_id: "request-1",
      labourer_id: "counter",
      attempt: 1,
      nonce: "token-1",
    };
    expect(asked).toEqual([
      { action: "claim", ...who },
      {
        action: "mark_task_as_completed",
        ...who,
        result: { count: 1 },
        stats: { processor_calls: 1 },
      },
    ]);
  });

  test("ends without running when its claim is refused, and says so", async () => {
    const { world, asked, lines } = workerWorld(() => ({ claimed: false, reason: "taken" }));
    let ran = false;
    const worker = defineWorker({ ...countWords, run: () => (ran = true) }, world);
    expect(await worker(taskEvent(), contextWith())).toEqual({
      task_id: "task-1",
      outcome: "refused",
      reason: "taken",
    });
    expect(ran).toBe(false);
    expect(asked).toHaveLength(1);
    expect(lines.filter(({ level }) => level === "warn")).toMatchObject([
      { reason: "taken", task_id: "task-1", correlation_id: "request-1" },
    ]);
  });

  test("gives every invocation a nonce of its own", async () => {
    const { world, asked } = workerWorld();
    const worker = defineWorker(countWords, world);
    await worker(taskEvent(), contextWith());
    await worker(taskEvent(), contextWith());
    const claims = asked.filter(({ action }) => action === "claim");
    expect(claims.map(({ nonce }) => nonce)).toEqual(["token-1", "token-2"]);
  });

  test("asks again with the same nonce when the assistant failed to answer", async () => {
    const { world, asked } = workerWorld((_, call) => {
      if (call === 1) throw new FunctionFailure("Sandbox.Timedout");
      return undefined;
    });
    await defineWorker(countWords, world)(taskEvent(), contextWith());
    expect(asked.map(({ action, nonce }) => [action, nonce])).toEqual([
      ["claim", "token-1"],
      ["claim", "token-1"],
      ["mark_task_as_completed", "token-1"],
    ]);
  });

  test("that throws is marked as failed with its error, and fails", async () => {
    const { world, asked } = workerWorld();
    const run = () => {
      throw new RangeError("too many words");
    };
    const worker = defineWorker({ ...countWords, run }, world);
    await expect(worker(taskEvent(), contextWith())).rejects.toThrow("too many words");
    expect(asked.at(-1)).toMatchObject({
      action: "mark_task_as_failed",
      attempt: 1,
      error: { code: "RangeError", message: "too many words" },
    });
  });

  test("whose payload doesn't fit is marked as failed for good, without running", async () => {
    const { world, asked } = workerWorld();
    const worker = defineWorker(countWords, world);
    await expect(worker(taskEvent({ words: "a" }), contextWith())).rejects.toMatchObject({
      code: "worker.invalid_payload",
      issues: [{ field: "words", value: "a" }],
    });
    expect(asked.at(-1)).toMatchObject({
      action: "mark_task_as_failed",
      error: { code: "worker.invalid_payload", retryable: false },
    });
  });

  test("that is done but can't tell fails loudly, and is not marked as failed", async () => {
    const { world, asked } = workerWorld(({ action }) => {
      if (action === "mark_task_as_completed") throw new SystemError("no answer");
      return undefined;
    });
    const worker = defineWorker(countWords, world);
    await expect(worker(taskEvent(), contextWith())).rejects.toMatchObject({
      code: "worker.assistant_unreachable",
    });
    expect(asked.map(({ action }) => action)).toEqual(["claim", "mark_task_as_completed"]);
  });

  test("that fails and can't tell throws its own error and logs the other", async () => {
    const { world, lines } = workerWorld(({ action }) => {
      if (action === "mark_task_as_failed") throw new SystemError("no answer");
      return undefined;
    });
    const run = () => Promise.reject(new RangeError("too many words"));
    const worker = defineWorker({ ...countWords, run }, world);
    await expect(worker(taskEvent(), contextWith())).rejects.toThrow("too many words");
    const errors = lines.filter(({ level }) => level === "error").map(({ message }) => message);
    expect(errors).toContain("the assistant was not told of a failure");
  });

  test("of an unknown id is refused once, with no further try", async () => {
    const { world, asked } = workerWorld(() => {
      throw new FunctionFailure("TaskNotFoundError", "There is no task task-1.");
    });
    const worker = defineWorker(countWords, world);
    await expect(worker(taskEvent(), contextWith())).rejects.toMatchObject({
      code: "worker.assistant_refused",
      refusal: "TaskNotFoundError",
    });
    expect(asked).toHaveLength(1);
  });

  test("under sosw's own orchestrator and assistant neither claims nor names attempts", async () => {
    const { world, asked } = workerWorld(() => null);
    const worker = defineWorker({ ...countWords, claimOnStart: false }, world);
    await worker(taskEvent({ words: [] }, { attempts: 0, arn: "x" }), contextWith());
    expect(asked).toMatchObject([{ action: "mark_task_as_completed", task_id: "task-1" }]);
    expect(asked[0]).not.toHaveProperty("attempt");
    expect(asked[0]).not.toHaveProperty("nonce");
  });

  test("hears the signal before it is stopped, and the task is marked as failed", async () => {
    const { world, asked, timers } = workerWorld();
    const run = ({ signal }: { signal: AbortSignal }) =>
      new Promise<never>((_, reject) => {
        signal.addEventListener("abort", () => reject(signal.reason as Error));
        timers.pass(49_999);
        expect(signal.aborted).toBe(false);
        timers.pass(50_000);
      });
    const worker = defineWorker({ ...countWords, run }, world);
    await expect(worker(taskEvent(), contextWith(60_000))).rejects.toMatchObject({
      code: "worker.shutdown",
    });
    expect(asked.at(-1)).toMatchObject({ error: { code: "worker.shutdown" } });
    expect(timers.waiting()).toBe(0);
  });

  test("leaves no timer behind", async () => {
    const { world, timers } = workerWorld();
    await defineWorker(countWords, world)(taskEvent(), contextWith());
    expect(timers.waiting()).toBe(0);
  });

  test("is told by its heartbeat that it was cancelled", async () => {
    const { world, asked } = workerWorld(({ action }) =>
      action === "heartbeat" ? { alive: true, cancelled: true } : undefined,
    );
    const worker = defineWorker(
      {
        ...countWords,
        run: async ({ heartbeat, signal }) => {
          expect(await heartbeat()).toEqual({ alive: true, cancelled: true });
          signal.throwIfAborted();
        },
      },
      world,
    );
    await expect(worker(taskEvent(), contextWith())).rejects.toMatchObject({
      code: "worker.task_cancelled",
    });
    expect(asked.map(({ action }) => action)).toEqual([
      "claim",
      "heartbeat",
      "mark_task_as_failed",
    ]);
  });

  test("is in the trace with its job's correlation id, which the assistant hears too", async () => {
    const { world, traces, asked } = workerWorld();
    const worker = defineWorker(countWords, world);
    await worker(taskEvent({ words: [] }, { correlation_id: "job-7" }), contextWith());
    const annotations = { correlation_id: "job-7", task_id: "task-1", attempt: 1 };
    expect(traces).toMatchObject([{ name: "counter", annotations, failed: false }]);
    expect(new Set(asked.map((request) => request["correlation_id"]))).toEqual(new Set(["job-7"]));
  });

  test("that can't be traced is logged and has done its work", async () => {
    const { world, lines } = workerWorld(undefined, {
      trace: async () => {
        throw new TypeError("no socket");
      },
    });
    const worker = defineWorker(countWords, world);
    expect(await worker(taskEvent({ words: [] }), contextWith())).toMatchObject({
      outcome: "completed",
    });
    expect(lines.map(({ message }) => message)).toContain("a trace was not sent");
  });

  test("carries the job's correlation id into its lines", async () => {
    const { world, lines } = workerWorld();
    const worker = defineWorker(
      { ...countWords, run: ({ logger }) => logger.info("at work") },
      world,
    );
    await worker(taskEvent({ words: [] }, { correlation_id: "job-7" }), contextWith());
    expect(lines.find(({ message }) => message === "at work")).toMatchObject({
      correlation_id: "job-7",
      task_id: "task-1",
      attempt: 1,
      worker: "counter",
    });
  });
});

describe("a worker without a task", () => {
  test("simply runs and returns the result", async () => {
    const { world, asked } = workerWorld();
    const worker = defineWorker(countWords, world);
    expect(await worker({ words: ["a", "b"] }, contextWith())).toEqual({ count: 2 });
    expect(asked).toEqual([]);
  });

  test("fails as it fails", async () => {
    const { world, asked } = workerWorld();
    const worker = defineWorker(countWords, world);
    await expect(worker("nonsense", contextWith())).rejects.toMatchObject({
      code: "worker.invalid_payload",
    });
    expect(asked).toEqual([]);
  });
});

describe("a worker's event", () => {
  test.each([
    { task_id: "" },
    { task_id: 7 },
    { attempts: -1 },
    { payload_ref: 1 },
    { sibling_of: { generation: 0 } },
  ])("with %j is refused before anything is asked", async (wrong) => {
    const { world, asked } = workerWorld();
    const worker = defineWorker(countWords, world);
    await expect(worker(taskEvent({}, wrong), contextWith())).rejects.toMatchObject({
      code: "worker.invalid_event",
    });
    expect(asked).toEqual([]);
  });

  test("keeps its own fields out of the payload, and tells the assistant how many pokes led to it", async () => {
    const { world, asked } = workerWorld();
    const worker = defineWorker({ ...countWords, payload: z.strictObject(payload.shape) }, world);
    const event = taskEvent({ words: [] }, { job_id: "j", correlation_id: "c", poke_hops: 3 });
    expect(await worker(event, contextWith())).toMatchObject({ outcome: "completed" });
    expect(asked.at(-1)).toMatchObject({ action: "mark_task_as_completed", poke_hops: 3 });
  });

  test("of a task that was tried before passes a strict schema, whatever its row holds", async () => {
    const { world } = workerWorld();
    const worker = defineWorker({ ...countWords, payload: z.strictObject(payload.shape) }, world);
    const row = { failed_attempts: 1, stat_rows: 2, result_a: 1, lane: "counter#0#-", arn: "a" };
    const event = taskEvent({ words: [] }, row);
    expect(await worker(event, contextWith())).toMatchObject({ outcome: "completed" });
    const wrong = worker(taskEvent({ words: [], other: 1 }, row), contextWith());
    await expect(wrong).rejects.toThrow(/other/);
    await expect(wrong).rejects.not.toThrow(/failed_attempts/);
  });

  test("leaves a payload its own fields, though rows have fields of that name", async () => {
    const { world, asked } = workerWorld();
    const own = z.strictObject({ priority: z.string(), result_a: z.number() });
    const run = (work: { payload: object }) => work.payload;
    const worker = defineWorker({ name: "counter", payload: own, run }, world);
    await worker(taskEvent({ priority: "soon", result_a: 2 }), contextWith());
    expect(asked.at(-1)).toMatchObject({ result: { priority: "soon", result_a: 2 } });
  });

  test("may name a payload in the queue bucket", async () => {
    const { world, stored, asked } = workerWorld();
    stored.set("payloads/1", JSON.stringify({ words: ["a", "b", "c"] }));
    const event = taskEvent({}, { payload_ref: "payloads/1" });
    await defineWorker(countWords, world)(event, contextWith());
    expect(asked.at(-1)).toMatchObject({ result: { count: 3 } });
  });

  test("that names a payload fails where no bucket is known", async () => {
    const settings = { assistant: "a", deadTopic: "d" };
    const { world } = workerWorld(undefined, { settings });
    const event = taskEvent({}, { payload_ref: "payloads/1" });
    await expect(defineWorker(countWords, world)(event, contextWith())).rejects.toMatchObject({
      code: "worker.payload_unreadable",
    });
  });
});
