import { describe, expect, test } from "vitest";
import { invocationDelta } from "@switchyard/core/orchestration/greenfield.ts";
import { orchestrate } from "@switchyard/core/orchestration/orchestrator/orchestrate.ts";
import { labourer, noon } from "../world.ts";
import { changeTask, queueTasks, throttled, unanswered, yardWorld } from "./yard.ts";

const invoked = noon / 1_000 + invocationDelta;
const limit = (max_simultaneous_invocations: number) => labourer({ max_simultaneous_invocations });

describe("a run", () => {
  test("starts as many as the limit allows, from the front of the queue, marked before they are invoked", async () => {
    const { store, yard, events, tasks } = await yardWorld();
    await queueTasks(store, 5);
    const report = await orchestrate({ labourers: [limit(2)] }, yard);
    expect(report).toMatchObject({ started: 2, labourers: [{ outcome: "done", desired: 2 }] });
    expect(events).toMatchObject([
      { task_id: "t0", labourer_id: "counter", n: 0, attempts: 1, greenfield: invoked },
      { task_id: "t1", n: 1, attempts: 1 },
    ]);
    expect(await tasks()).toMatchObject([
      { greenfield: invoked, attempts: 1 },
      { greenfield: invoked, attempts: 1 },
      { greenfield: 4_000, attempts: 0 },
      { greenfield: 5_000 },
      { greenfield: 6_000 },
    ]);
  });

  test("counts who runs: not the completed and the expired, but those of a clock that is ahead", async () => {
    const { store, yard, events } = await yardWorld();
    await queueTasks(store, 10);
    const { duration, cooldown } = labourer();
    const border = invoked - duration - cooldown;
    await changeTask(store, "t0", { greenfield: border });
    await changeTask(store, "t1", { greenfield: invoked + 3_600 });
    await changeTask(store, "t2", { greenfield: border - 1 });
    await changeTask(store, "t3", { greenfield: invoked, completed_at: 1 });
    await orchestrate({ labourers: [limit(3)] }, yard);
    expect(events.map(({ task_id }) => task_id)).toEqual(["t4"]);
  });

  test("starts nothing where the limit is reached, and says so", async () => {
    const { store, yard } = await yardWorld();
    await queueTasks(store, 3);
    await orchestrate({ labourers: [limit(1)] }, yard);
    const again = await orchestrate({ labourers: [limit(1)] }, yard);
    expect(again).toMatchObject({ started: 0, labourers: [{ running: 1, desired: 1 }] });
  });

  test("puts back at once what Lambda refused: its place and its attempts as they were", async () => {
    const { store, yard, tasks } = await yardWorld({
      answer: ({ task_id }) => (task_id === "t0" ? throttled() : undefined),
    });
    await queueTasks(store, 2);
    const { labourers } = await orchestrate({ labourers: [limit(2)] }, yard);
    expect(labourers).toMatchObject([{ started: ["t1"], put_back: ["t0"], outcome: "done" }]);
    const [first] = await tasks();
    expect(first).toMatchObject({ greenfield: 2_000, attempts: 0 });
    expect(first).not.toHaveProperty("mark");
  });

  test("doesn't put back what a worker has claimed all the same", async () => {
    const world = await yardWorld({
      answer: ({ task_id }) => {
        claims.push(changeTask(world.store, task_id, { claim: "nonce", claim_attempt: 1 }));
        return throttled();
      },
    });
    const claims: Promise<void>[] = [];
    await queueTasks(world.store, 1);
    await orchestrate({ labourers: [limit(2)] }, world.yard);
    await Promise.all(claims);
    expect(await world.tasks()).toMatchObject([{ greenfield: invoked, attempts: 1 }]);
  });

  test("leaves marked what Lambda didn't answer: the worker may run", async () => {
    const { store, yard, tasks } = await yardWorld({ answer: unanswered });
    await queueTasks(store, 1);
    const { labourers } = await orchestrate({ labourers: [limit(2)] }, yard);
    expect(labourers).toMatchObject([{ started: [], unanswered: ["t0"], put_back: [] }]);
    expect(await tasks()).toMatchObject([{ greenfield: invoked, attempts: 1 }]);
  });

  test("a second try's refusal isn't one: the first may have been heard", async () => {
    const answer = () =>
      Object.assign(throttled(), { $metadata: { httpStatusCode: 429, attempts: 2 } });
    const { store, yard, tasks } = await yardWorld({ answer });
    await queueTasks(store, 1);
    await orchestrate({ labourers: [limit(2)] }, yard);
    expect(await tasks()).toMatchObject([{ greenfield: invoked }]);
  });

  test("what one labourer fails at doesn't stop another", async () => {
    const { store, yard, events } = await yardWorld();
    await queueTasks(store, 1);
    await queueTasks(store, 1, { labourer_id: "other", from: 10 });
    const failing = {
      ...store,
      db: {
        send: (async (command: Parameters<typeof store.db.send>[0]) => {
          if (JSON.stringify(command.input).includes("labourer#counter")) throw unanswered();
          return store.db.send(command);
        }) as typeof store.db.send,
      },
    };
    const { labourers } = await orchestrate(
      { labourers: [labourer(), labourer({}, "other")] },
      { ...yard, store: failing },
    );
    expect(labourers.map(({ outcome }) => outcome).toSorted()).toEqual(["done", "failed"]);
    expect(events.map(({ labourer_id }) => labourer_id)).toEqual(["other"]);
  });

  test("writes the history in the same transactions", async () => {
    const author = { author: "sosw_orchestrator", invocation_id: "i", log_stream_name: "l" };
    const { store, yard, rows } = await yardWorld({ author });
    await queueTasks(store, 120);
    await orchestrate({ labourers: [limit(120)] }, yard);
    const meta = await rows("meta");
    expect(meta).toHaveLength(120);
    expect(meta[0]).toMatchObject({ action: "invoked", labourer_id: "counter", ...author });
  });

  test("invokes with the payload and sosw's fields flattened, and leaves the payload its own names", async () => {
    const { store, yard, events } = await yardWorld();
    const payload = JSON.stringify({ priority: "soon", lane: "left", attempts: 9 });
    const row = { failure: "boom", claim: "n", job_id: "j", stat_rows: 1, deadline: 2e9 };
    await queueTasks(store, 1, { payload, ...row, priority: 3 });
    await orchestrate({ labourers: [limit(1)] }, yard);
    const created_at = noon / 1_000;
    const sent = { task_id: "t0", labourer_id: "counter", created_at, greenfield: invoked };
    const more = { attempts: 1, job_id: "j", stat_rows: 1, priority: "soon", lane: "left" };
    expect(events).toEqual([{ ...sent, ...more, poke_hops: 0 }]);
  });

  test("takes a payload that is not an object, and one that only its reference tells of", async () => {
    const { store, yard, events } = await yardWorld();
    await queueTasks(store, 1, { payload: "[1]" });
    await queueTasks(store, 1, { from: 1, payload: "{}", payload_ref: "payloads/t1" });
    await orchestrate({ labourers: [limit(2)] }, yard);
    expect(events).toMatchObject([{ payload: [1] }, { payload_ref: "payloads/t1" }]);
  });

  test.each([1_000, 20_000])(
    "of 100 starts makes at most 1.3 requests a task, behind %i queued",
    async (queued) => {
      const { store, yard, requests, events } = await yardWorld();
      await queueTasks(store, queued);
      requests.length = 0;
      await orchestrate({ labourers: [limit(100)] }, yard);
      expect(events).toHaveLength(100);
      expect(requests.length).toBeLessThanOrEqual(130);
      // Who runs, who waits, and (every ten minutes) how long the last ones took.
      expect(requests.filter((name) => name === "Query")).toHaveLength(4);
      expect(requests.filter((name) => name === "TransactWrite")).toHaveLength(2);
    },
  );
});
