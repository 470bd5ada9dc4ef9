import { DeleteCommand } from "@aws-sdk/lib-dynamodb";
import { describe, expect, test } from "vitest";
import { operateJob, type JobAction } from "@switchyard/core/orchestration/operations/job.ts";
import { stateKey } from "@switchyard/core/orchestration/orchestrator/state-row.ts";
import { scavenge } from "@switchyard/core/orchestration/scavenger/scavenge.ts";
import { type Scavenging } from "@switchyard/core/orchestration/scavenger/scavenging.ts";
import { jobKey } from "@switchyard/core/orchestration/scheduler/jobs/record.ts";
import { getRow } from "@switchyard/core/orchestration/store/read.ts";
import { type Store } from "@switchyard/core/orchestration/store/store.ts";
import { type Task } from "@switchyard/core/orchestration/task.ts";
import { now, plant, running, task } from "./fixtures.ts";
import { labourer, orchestrationWorld } from "./world.ts";

const who = { by: "ann", reason: "a wrong job" };
const mine = { job_id: "j" };
const delayed = (id: number, more: Partial<Task> = {}) =>
  task(id, { ...mine, desired_launch_time: now + 1e6, ...more });
const record = (state: string, id = "j") => ({
  ...jobKey(id),
  job_id: id,
  labourer_id: "counter",
  state,
});

async function world({ state = "loaded", indexLag = 0 } = {}) {
  const all = await orchestrationWorld({ indexLag });
  const { store, clock } = all;
  await plant("flow", [record(state)], store);
  const labourers = [labourer()];
  const act = (action: JobAction, id = "j") =>
    operateJob(id, action, who, { store, labourers, poke: async () => undefined });
  const run = async (more: Partial<Scavenging> = {}) => {
    const none = async () => undefined;
    const [report] = await scavenge({ labourers, store, announce: none, poke: none, ...more });
    return report;
  };
  /** A run of each of the next minutes. */
  const minutes = async (count: number) => {
    for (let minute = 0; minute < count; minute++) {
      clock.now += 61_000;
      await run();
    }
  };
  const held = async () => (await getRow("flow", stateKey("counter"), store))?.["held_jobs"];
  const ids = async (role: "tasks" | "retry" | "closed") =>
    (await all.rows(role)).map(({ task_id: id }) => String(id)).toSorted();
  const endings = async () =>
    (await all.rows("flow")).filter(({ partition }) => partition === "ending#counter");
  return { ...all, act, run, minutes, held, ids, endings };
}

describe("the hold of a cancelled job", () => {
  test("ends once two walks, a minute apart, have found none of its tasks; it stays cancelled", async () => {
    const { act, run, minutes, held, endings, store, ids } = await world();
    await plant("tasks", [task(1, mine), running(2, mine), task(3)], store);
    await act("cancel");
    await run();
    await run();
    expect(await held()).toEqual({ j: "cancelled" });
    await minutes(1);
    expect([await held(), await endings()]).toEqual([{}, []]);
    expect(await ids("tasks")).toEqual(["2", "3"]);
    expect(await act("resume")).toEqual({ changed: false });
    expect(await act("pause")).toEqual({ changed: false });
    expect(await held()).toEqual({});
  });

  test("stays while its load goes on", async () => {
    const { act, minutes, held, store } = await world({ state: "loading" });
    await act("cancel");
    await minutes(5);
    expect(await held()).toEqual({ j: "cancelled" });
    await plant("flow", [record("cancelled")], store);
    await minutes(2);
    expect(await held()).toEqual({});
  });

  test("waits for tasks that the index didn't show yet, and has them cancelled", async () => {
    const { act, run, minutes, held, store, ids, clock } = await world({ indexLag: 5_000 });
    await plant("tasks", [task(1, mine)], store);
    await act("cancel");
    await run();
    expect(await ids("closed")).toEqual([]);
    clock.now += 61_000;
    expect(await run()).toMatchObject({ cancelled: 1 });
    expect([await ids("closed"), await held()]).toEqual([["1"], { j: "cancelled" }]);
    await minutes(2);
    expect(await held()).toEqual({});
  });

  test("waits for a task that was on its way from table to table while the first walk passed", async () => {
    const { run, minutes, held, store, ids, db } = await world({ indexLag: 5_000 });
    await plant("retry", [delayed(1)], store);
    await plant("flow", [{ ...record("loaded"), cancelled_at: now }], store);
    const set = { held_jobs: { j: "cancelled" } };
    await plant("flow", [{ ...stateKey("counter"), ...set }], store);
    const ending = { job_id: "j", due: 0, walks: 0, stage: 0, found: 0, write: "w", ...who };
    await plant("flow", [{ partition: "ending#counter", sort: "j", ...ending }], store);
    const send = (async (command: Parameters<typeof db.send>[0]) => {
      const text = JSON.stringify(command.input);
      if (text.includes("sosw_retry_tasks") && text.includes("cancelled_at")) {
        // Its time has come, and another scavenger's run returns it to the queue.
        await db.send(
          new DeleteCommand({
            TableName: "sosw_retry_tasks",
            Key: { labourer_id: "counter", task_id: "1" },
          }),
        );
        await plant("tasks", [task(1, mine)], store);
      }
      return db.send(command);
    }) as Store["db"]["send"];
    await run({ store: { ...store, db: { send } } });
    expect([await ids("tasks"), await ids("retry")]).toEqual([["1"], []]);
    await minutes(1);
    expect([await ids("closed"), await held()]).toEqual([["1"], { j: "cancelled" }]);
    await minutes(2);
    expect(await held()).toEqual({});
  });

  test("has its walk gone on with where the time was over", async () => {
    const { act, run, held, ids, endings, store, clock } = await world();
    await act("cancel");
    const large = { payload: "x".repeat(100_000) };
    const others = Array.from({ length: 30 }, (_, n) => task(n, large));
    await plant("tasks", [...others, task("z", { ...mine, greenfield: 9_000 })], store);
    let asked = 0;
    const { db } = store;
    const send = ((command: never) => {
      asked += 1;
      if (JSON.stringify(command).includes("cancelled_at")) clock.now += 1_000;
      return db.send(command);
    }) as Store["db"]["send"];
    const runs: unknown[] = [];
    for (let times = 0; times < 20 && (await ids("closed")).length === 0; times++) {
      const timed = { store: { ...store, db: { send } }, marginMs: 0, endsAt: clock.now + 1_000 };
      runs.push((await run(timed))?.unfinished);
    }
    expect(runs.length).toBeGreaterThan(3);
    expect(asked).toBeLessThan(100);
    expect([await ids("closed"), await held()]).toEqual([["z"], { j: "cancelled" }]);
    expect(await endings()).toHaveLength(1);
  });
});

describe("the hold of a job that is", () => {
  test("drained ends with its load; a resumed one's is forgotten", async () => {
    const { act, minutes, held, endings, store } = await world({ state: "loading" });
    await act("drain");
    await minutes(2);
    expect(await held()).toEqual({ j: "draining" });
    await plant("flow", [record("cancelled")], store);
    await minutes(1);
    expect([await held(), await endings()]).toEqual([{}, []]);
    await act("drain");
    await act("resume");
    await minutes(1);
    expect([await held(), await endings()]).toEqual([{}, []]);
  });

  test("paused stays until somebody resumes it", async () => {
    const { act, minutes, held } = await world();
    await act("pause");
    await minutes(5);
    expect(await held()).toEqual({ j: "paused" });
  });

  test("paused beside too many others is refused, and changes nothing", async () => {
    const { act, held, store } = await world();
    const many = Array.from({ length: 2_000 }, (_, n) => [`job-${"x".repeat(40)}-${n}`, "paused"]);
    const held_jobs = Object.fromEntries(many) as object;
    await plant("flow", [{ ...stateKey("counter"), held_jobs }], store);
    await expect(act("pause")).rejects.toMatchObject({ code: "orchestration.too_many_held_jobs" });
    expect(await held()).toEqual(held_jobs);
  });
});
