import { describe, expect, test } from "vitest";
import { TaskNotFoundError, UnknownLabourerError } from "@switchyard/core/orchestration/errors.ts";
import { listAudit } from "@switchyard/core/orchestration/operations/audit.ts";
import { bulk, previewBulk, runBulk } from "@switchyard/core/orchestration/operations/bulk.ts";
import { operateJob } from "@switchyard/core/orchestration/operations/job.ts";
import { operateLabourer } from "@switchyard/core/orchestration/operations/labourer.ts";
import { operateTask } from "@switchyard/core/orchestration/operations/task.ts";
import { stateKey } from "@switchyard/core/orchestration/orchestrator/state-row.ts";
import { JobNotFoundError } from "@switchyard/core/orchestration/scheduler/errors.ts";
import { jobKey } from "@switchyard/core/orchestration/scheduler/jobs/record.ts";
import { getRow } from "@switchyard/core/orchestration/store/read.ts";
import { bordersOf } from "@switchyard/core/orchestration/states.ts";
import { type Row } from "@switchyard/core/orchestration/store/write.ts";
import { type Task } from "@switchyard/core/orchestration/task.ts";
import { counted } from "./orchestrator/yard.ts";
import { author, expired, now, plant, running, task, waitingIn } from "./fixtures.ts";
import { labourer, noon, orchestrationWorld } from "./world.ts";

const borders = bordersOf(labourer(), noon);
const who = { by: "ann", reason: "a wrong job" };
const lane = "counter#0#red";
const byId = (a: Row, b: Row) => String(a["task_id"]).localeCompare(String(b["task_id"]));
const dead = (id: string | number, more: Partial<Task> = {}) =>
  expired(id, { closed_at: now - 60, labourer_id_task_status: "counter_0", attempts: 3, ...more });
const waiting = (id: string | number, more: Partial<Task> = {}) =>
  expired(id, { desired_launch_time: now + 600, ...more });

interface Rows {
  readonly tasks?: readonly Task[];
  readonly retry?: readonly Task[];
  readonly closed?: readonly Task[];
  readonly flow?: readonly object[];
}
async function world({ tasks = [], retry = [], closed = [], flow = [] }: Rows = {}, indexLag = 0) {
  const all = await orchestrationWorld({ author, indexLag });
  await plant("tasks", tasks, all.store);
  await plant("retry", retry, all.store);
  await plant("closed", closed, all.store);
  await plant("flow", flow, all.store);
  const pokes: object[] = [];
  const operating = {
    store: all.store,
    labourers: [labourer({}, "other"), labourer()],
    poke: async (news: object) => void pokes.push(news),
  };
  const ids = async (role: "tasks" | "retry" | "closed") =>
    (await all.rows(role)).toSorted(byId).map(({ task_id }) => task_id);
  const one = async (role: "tasks" | "retry" | "closed") => (await all.rows(role))[0];
  const state = () => getRow("flow", stateKey("counter"), all.store);
  return { ...all, operating, pokes, ids, one, state };
}

describe("a labourer", () => {
  test("is paused, drained and resumed, once each, and it is kept by whom and why", async () => {
    const { operating, state, pokes, store } = await world();
    const act = (action: "pause" | "drain" | "resume") =>
      operateLabourer("counter", action, who, operating);
    expect(await act("resume")).toEqual({ changed: false });
    expect(await act("pause")).toEqual({ changed: true });
    expect(await act("pause")).toEqual({ changed: false });
    expect(await act("drain")).toEqual({ changed: true });
    const mark = { by: "ann", why: "a wrong job", at: now };
    expect(await state()).toMatchObject({ paused: mark, draining: mark });
    expect(pokes).toEqual([]);
    expect(await act("resume")).toEqual({ changed: true });
    expect(await state()).not.toHaveProperty("paused");
    expect(await state()).not.toHaveProperty("draining");
    expect(pokes).toEqual([{ labourer_id: "counter" }]);
    expect((await listAudit(10, store)).map(({ by, reason }) => [by, reason])).toEqual(
      Array.from({ length: 3 }, () => ["ann", "a wrong job"]),
    );
  });

  test("is resumed though the orchestrator can't be poked", async () => {
    const { operating, state } = await world();
    const warnings: string[] = [];
    const deaf = {
      ...operating,
      poke: () => Promise.reject(new TypeError("unreachable")),
      warn: (message: string) => void warnings.push(message),
    };
    await operateLabourer("counter", "pause", who, deaf);
    expect(await operateLabourer("counter", "resume", who, deaf)).toEqual({ changed: true });
    expect(await state()).not.toHaveProperty("paused");
    expect(warnings).toEqual(["poke of the orchestrator"]);
  });

  test("that isn't registered is an error", async () => {
    const { operating, rows } = await world();
    const act = operateLabourer("nobody", "pause", who, operating);
    await expect(act).rejects.toThrow(UnknownLabourerError);
    expect(await rows("flow")).toEqual([]);
  });
});

describe("a task that is cancelled", () => {
  const waitsThere = { partition: "lanes#counter#0", sort: "red", waiting: 1 };

  test.each([
    ["queued", { tasks: [task(1, { lane })], flow: [waitsThere] }, 0],
    ["waiting for a retry", { retry: [waiting(1, { lane })], flow: [waitsThere] }, 1],
  ])("is closed at once while it is %s", async (_, rows, left) => {
    const { operating, ids, one, store } = await world(rows);
    expect(await operateTask("1", "cancel", who, operating)).toEqual({ changed: true });
    expect([await ids("tasks"), await ids("retry")]).toEqual([[], []]);
    expect(await one("closed")).toMatchObject({
      labourer_id_task_status: "counter_0",
      cancelled_at: now,
      cancelled_by: "ann",
      cancel_reason: "a wrong job",
    });
    expect(await waitingIn(lane, store)).toBe(left);
    expect(await operateTask("1", "cancel", who, operating)).toEqual({ changed: false });
  });

  test("keeps its slot while it runs; one that has completed is left alone", async () => {
    const { operating, rows } = await world({
      tasks: [running(1), running(2, { completed_at: now })],
    });
    expect(await operateTask("1", "cancel", who, operating)).toEqual({ changed: true });
    expect(await operateTask("2", "cancel", who, operating)).toEqual({ changed: false });
    const [first, second] = (await rows("tasks")).toSorted(byId);
    expect(first).toMatchObject({ ...running(1), cancelled_at: now, cancelled_by: "ann" });
    expect(second).toEqual(running(2, { completed_at: now }));
  });

  test("and was never made is an error", async () => {
    const { operating } = await world();
    await expect(operateTask("1", "cancel", who, operating)).rejects.toThrow(TaskNotFoundError);
  });
});

describe("what is done to one task", () => {
  test.each([
    ["cancel", { tasks: [task(1)] }],
    ["pause", { tasks: [task(1)] }],
    ["resume", { retry: [waiting(1, { held: true })] }],
    ["retry", { closed: [dead(1)] }],
  ] as const)("is written with who did it and why, or not at all: %s", async (action, rows) => {
    const { operating, store } = await world(rows);
    const requests: string[] = [];
    const db = counted(store.db, requests);
    await operateTask("1", action, who, { ...operating, store: { ...store, db } });
    expect(requests.filter((name) => !["Get", "BatchGet", "Query"].includes(name))).toEqual([
      "TransactWrite",
    ]);
    expect(await listAudit(10, store)).toMatchObject([{ action, task_id: "1", ...who }]);
  });
});

describe("a task that is paused", () => {
  test("leaves the queue, and comes back to its place", async () => {
    const { operating, one, ids } = await world({ tasks: [task(1), task(2)] });
    expect(await operateTask("1", "pause", who, operating)).toEqual({ changed: true });
    expect(await operateTask("1", "pause", who, operating)).toEqual({ changed: false });
    expect(await one("retry")).toMatchObject({ held: true, desired_launch_time: 9_999_999_999 });
    expect(await operateTask("1", "resume", who, operating)).toEqual({ changed: true });
    expect(await operateTask("1", "resume", who, operating)).toEqual({ changed: false });
    expect(await ids("tasks")).toEqual(["1", "2"]);
    expect((await one("tasks"))?.["greenfield"]).toBe(2_000);
  });

  test("while it waits for its time waits for that again when it is resumed", async () => {
    const { operating, one } = await world({ retry: [waiting(1)] });
    await operateTask("1", "pause", who, operating);
    expect(await one("retry")).toMatchObject({ held: true, desired_launch_time: 9_999_999_999 });
    await operateTask("1", "resume", who, operating);
    const row = await one("retry");
    expect(row).toMatchObject(waiting(1));
    expect(row).not.toHaveProperty("held");
  });

  test("while it runs runs on", async () => {
    const { operating, one } = await world({ tasks: [running(1)] });
    expect(await operateTask("1", "pause", who, operating)).toEqual({ changed: false });
    expect(await one("tasks")).toEqual(running(1));
  });
});

describe("a task that is tried again by hand", () => {
  test("goes to the front of the queue from its wait", async () => {
    const { operating, rows, pokes } = await world({ tasks: [task(9)], retry: [waiting(1)] });
    expect(await operateTask("1", "retry", who, operating)).toEqual({ changed: true });
    const [first] = (await rows("tasks")).toSorted(byId);
    expect(first).toMatchObject({ task_id: "1", greenfield: 1_999, attempts: 1 });
    expect(pokes).toEqual([{ labourer_id: "counter", task_ids: ["1"] }]);
  });

  test("goes there from the dead, with its attempts anew and JSON of what Python wrote", async () => {
    const closed = [dead(1, { payload: "{'x': 1, 'ok': True}", not_retryable: true, stat_n: 2 })];
    const { operating, one, ids } = await world({ closed });
    expect(await operateTask("1", "retry", who, operating)).toEqual({ changed: true });
    const row = await one("tasks");
    expect(row).toMatchObject({ payload: '{"x":1,"ok":true}', attempts_before: 3, stat_n: 2 });
    expect(row).not.toHaveProperty("not_retryable");
    expect(await ids("closed")).toEqual([]);
  });

  test.each([
    ["cancelled", dead(1, { cancelled_at: now })],
    ["completed", dead(1, { labourer_id_task_status: "counter_1" })],
  ])("stays where it is when it was %s", async (_, row) => {
    const { operating, one } = await world({ closed: [row] });
    expect(await operateTask("1", "retry", who, operating)).toEqual({ changed: false });
    expect(await one("closed")).toEqual(row);
  });
});

describe("a job", () => {
  const record = { ...jobKey("j"), job_id: "j", labourer_id: "counter", state: "loaded" };
  const mine = { job_id: "j" };

  test("that is paused holds its tasks, and gives them back when it is resumed", async () => {
    const { operating, state, ids } = await world({
      flow: [record],
      retry: [
        waiting(1, { ...mine, held: true, desired_launch_time: 9_999_999_999 }),
        waiting(2, { held: true, desired_launch_time: 9_999_999_999 }),
      ],
    });
    expect(await operateJob("j", "pause", who, operating)).toEqual({ changed: true });
    expect(await operateJob("j", "pause", who, operating)).toEqual({ changed: false });
    expect(await state()).toMatchObject({ held_jobs: { j: "paused" } });
    expect(await operateJob("j", "resume", who, operating)).toMatchObject({
      changed: true,
      tasks: { changed: 1 },
    });
    expect((await state())?.["held_jobs"]).toEqual({});
    expect([await ids("tasks"), await ids("retry")]).toEqual([["1"], ["2"]]);
  });

  test("that is cancelled has its tasks closed, those that run told, and stays cancelled", async () => {
    const { operating, state, ids, rows } = await world({
      flow: [record],
      tasks: [task(1, mine), task(2), running(3, mine)],
      retry: [waiting(4, mine)],
    });
    const { tasks } = await operateJob("j", "cancel", who, operating);
    expect(tasks).toMatchObject({ changed: 3, failed: [], unfinished: false });
    expect(await ids("closed")).toEqual(["1", "4"]);
    expect(await ids("tasks")).toEqual(["2", "3"]);
    expect((await rows("tasks")).toSorted(byId)[1]).toMatchObject({ cancelled_by: "ann" });
    expect(await operateJob("j", "resume", who, operating)).toEqual({ changed: false });
    expect(await state()).toMatchObject({ held_jobs: { j: "cancelled" } });
  });

  test("that was never accepted is an error", async () => {
    const { operating } = await world();
    await expect(operateJob("j", "drain", who, operating)).rejects.toThrow(JobNotFoundError);
  });
});

describe("many tasks by a filter", () => {
  const boom = { failure: "boom: it broke", job_id: "j" };
  const closed = [
    dead(1, boom),
    dead(2, { ...boom, created_at: 500 }),
    dead(3, { failure: "other" }),
    dead(4, { ...boom, cancelled_at: now }),
    dead(5, { ...boom, labourer_id: "other", labourer_id_task_status: "other_0" }),
  ];

  test("are counted and shown first, and nothing is written", async () => {
    const { operating, rows, ids } = await world({ closed });
    const request = { action: "redrive", filter: { labourer: "counter", error: "BOOM" } } as const;
    const { count, isMore, first } = await previewBulk(request, operating);
    expect([count, isMore, first.map(({ task_id: id }) => id)]).toEqual([2, false, ["1", "2"]]);
    expect(await ids("closed")).toHaveLength(5);
    expect(await rows("flow")).toEqual([]);
  });

  test("are sent on their way again, of all labourers where none is named", async () => {
    const { operating, ids, store } = await world({ closed });
    const request = { action: "redrive", filter: { job: "j", until: 400 } } as const;
    expect(await bulk(request, who, operating)).toMatchObject({ changed: 2, failed: [] });
    expect(await ids("tasks")).toEqual(["1", "5"]);
    expect(await listAudit(1, store)).toMatchObject([
      { action: "bulk_redrive", by: "ann", reason: "a wrong job", changed: 2 },
    ]);
  });

  test("are cancelled wherever they wait, and those that ran on while the index lagged too", async () => {
    const tasks = [task(1, boom), task(2, boom)];
    const { operating, store, clock, rows, ids } = await world(
      { tasks, retry: [waiting(3, boom)] },
      5_000,
    );
    clock.now += 6_000;
    await plant("tasks", [running(2, boom)], store);
    const request = { action: "cancel", filter: { labourer: "counter" } } as const;
    expect(await bulk(request, who, operating)).toMatchObject({ changed: 3, failed: [] });
    expect(await ids("closed")).toEqual(["1", "3"]);
    expect(await rows("tasks")).toMatchObject([{ task_id: "2", cancelled_at: now + 6 }]);
  });

  test("that were closed before a time are not read: a request for each hundred of the others", async () => {
    const old = Array.from({ length: 1_200 }, (_, n) =>
      dead(`old-${n}`, { closed_at: now - 9_000 }),
    );
    const young = Array.from({ length: 150 }, (_, n) =>
      dead(n, { created_at: now - 120, ...boom }),
    );
    const { operating, store, ids } = await world({ closed: [...old, ...young] });
    const requests: string[] = [];
    const asked = { ...operating, store: { ...store, db: counted(store.db, requests) } };
    const request = {
      action: "redrive",
      filter: { labourer: "counter", since: now - 300 },
    } as const;
    expect(await previewBulk(request, asked)).toMatchObject({ count: 150, isMore: false });
    expect(requests).toEqual(["Query", "BatchGet", "BatchGet"]);
    const reads: number[] = [];
    let last = 0;
    for await (const { read, changed } of runBulk(request, who, asked)) {
      reads.push(read - last);
      last = read;
      expect(changed).toBe(read);
    }
    expect(reads).toEqual([100, 50]);
    expect(await ids("tasks")).toHaveLength(150);
  });

  test("are looked at up to a number of them, and the preview says that there may be more", async () => {
    const many = Array.from({ length: 500 }, (_, n) => dead(n));
    const { operating, store } = await world({ closed: many });
    const requests: string[] = [];
    const asked = { ...operating, store: { ...store, db: counted(store.db, requests) } };
    const request = { action: "redrive", filter: { error: "nowhere" } } as const;
    const preview = await previewBulk(request, asked, { mostRead: 200 });
    expect(preview).toEqual({ count: 0, isMore: true, first: [] });
    expect(requests.length).toBeLessThanOrEqual(4);
  });

  test.each([
    ["running", running(1, { created_at: now - 10 })],
    ["expired", { ...running(1, { created_at: now - 10 }), greenfield: borders.expired - 1 }],
    ["retrying", waiting(1, { created_at: now - 10 })],
    ["queued", task(1, { created_at: now - 10 })],
  ] as const)("are found since their creation, %s", async (state, row) => {
    const { operating } = await world({ [state === "retrying" ? "retry" : "tasks"]: [row] });
    const filter = { labourer: "counter", state, since: now - 10 };
    expect(await previewBulk({ action: "cancel", filter }, operating)).toMatchObject({ count: 1 });
    const later = { ...filter, since: now - 9 };
    const none = await previewBulk({ action: "cancel", filter: later }, operating);
    expect(none).toMatchObject({ count: 0 });
  });

  test("are told as they go, and left where the time is over", async () => {
    const tasks = Array.from({ length: 30 }, (_, n) => task(n, { payload: "x".repeat(100_000) }));
    const { operating, ids, clock } = await world({ tasks });
    const all = tasks.length;
    const request = { action: "cancel", filter: { labourer: "counter", state: "queued" } } as const;
    const seen: number[] = [];
    const endsAt = clock.now + 1_000;
    for await (const progress of runBulk(request, who, operating, { endsAt })) {
      seen.push(progress.changed);
      clock.now += 600;
      if (progress.unfinished) expect(progress.changed).toBeLessThan(all);
    }
    expect(seen.length).toBe(3);
    const rest = await bulk(request, who, operating);
    expect(rest).toMatchObject({ unfinished: false, changed: all - (seen.at(-1) ?? 0) });
    expect(await ids("tasks")).toEqual([]);
  });

  test("whose singleton key another task has are told as failed, and stay", async () => {
    const { operating, ids } = await world({
      tasks: [task("other")],
      closed: [dead(1, { singleton_key: "one" })],
      flow: [{ partition: "single#counter", sort: "one", task_id: "other" }],
    });
    const request = { action: "redrive", filter: { labourer: "counter" } } as const;
    const { changed, failed } = await bulk(request, who, operating);
    expect(changed).toBe(0);
    expect(failed).toEqual([{ id: "1", why: expect.stringMatching(/task other has its/) }]);
    expect(await ids("closed")).toEqual(["1"]);
  });

  test("get their singleton key back from a task that another program closed", async () => {
    const { operating, ids } = await world({
      closed: [dead(1, { singleton_key: "one" })],
      flow: [{ partition: "single#counter", sort: "one", task_id: "other" }],
    });
    const request = { action: "redrive", filter: { labourer: "counter" } } as const;
    expect(await bulk(request, who, operating)).toMatchObject({ changed: 1, failed: [] });
    expect(await ids("tasks")).toEqual(["1"]);
  });

  test("can't be retried in a state that has nothing to retry", async () => {
    const { operating } = await world();
    const request = { action: "retry", filter: { state: "running" } } as const;
    await expect(bulk(request, who, operating)).rejects.toThrow(/filter.state: expected/);
  });
});
