import { lookAtJob } from "@switchyard/core/orchestration/look/job.ts";
import { operateJob } from "@switchyard/core/orchestration/operations/job.ts";
import { operateLabourer } from "@switchyard/core/orchestration/operations/labourer.ts";
import { lookAtLabourer } from "@switchyard/core/orchestration/look/labourer.ts";
import { lookAtTask } from "@switchyard/core/orchestration/look/task.ts";
import { listTasks } from "@switchyard/core/orchestration/look/tasks.ts";
import { transact } from "@switchyard/core/orchestration/store/transact.ts";
import { type Store } from "@switchyard/core/orchestration/store/store.ts";
import { type Row, type Write } from "@switchyard/core/orchestration/store/write.ts";
import { type TableRole } from "@switchyard/core/orchestration/tables.ts";
import { describe, expect, test } from "vitest";
import { labourer, noon, orchestrationWorld } from "./world.ts";

const now = noon / 1000;
const year = 31_557_600;
const running = now + year - 10;

const task = (id: string, more: Row = {}): Row => ({
  task_id: id,
  labourer_id: "counter",
  created_at: now - 60,
  greenfield: 2_000,
  attempts: 0,
  payload: '{"a":1}',
  ...more,
});

async function fill(store: Store, table: TableRole, rows: readonly Row[]) {
  const writes = rows.map((row): Write => ({ put: table, row }));
  for (let first = 0; first < writes.length; first += 100)
    expect(await transact(writes.slice(first, first + 100), store)).toEqual({ done: true });
}
const many = (count: number, row: (at: number) => Row) =>
  Array.from({ length: count }, (_, at) => row(at));

const none = { count: 0, isMore: false };

describe("a look at a labourer", () => {
  test("counts its tasks by where they are, and what was closed in the last hour", async () => {
    const { store } = await orchestrationWorld();
    await fill(store, "tasks", [
      task("q1"),
      task("q2", { greenfield: 3_000 }),
      task("r1", { greenfield: running }),
      task("x1", { greenfield: running - 9_000 }),
      task("c1", { greenfield: running, completed_at: now }),
      task("other", { labourer_id: "another" }),
    ]);
    await fill(store, "retry", [task("w1", { desired_launch_time: now + 60 })]);
    const closed = (id: string, status: 0 | 1, ago: number) =>
      task(id, { closed_at: now - ago, labourer_id_task_status: `counter_${status}` });
    await fill(store, "closed", [
      closed("d1", 1, 10),
      closed("d2", 1, 7_200),
      closed("dead1", 0, 20),
    ]);
    expect(await lookAtLabourer(labourer(), store)).toMatchObject({
      queued: { count: 2, isMore: false },
      running: { count: 1 },
      expired: { count: 1 },
      retrying: { count: 1 },
      completed: { count: 1 },
      dead: { count: 1 },
      keys: [],
      isLeased: false,
    });
  });

  test("stops counting at a thousand", async () => {
    const { store } = await orchestrationWorld();
    await fill(
      store,
      "tasks",
      many(1_101, (at) => task(`t${at}`, { greenfield: 2_000 + at })),
    );
    const { queued } = await lookAtLabourer(labourer(), store);
    expect(queued).toEqual({ count: 1_000, isMore: true });
  });

  test("tells who paused it and why, and which metric decided its health", async () => {
    const { store } = await orchestrationWorld();
    const paused = { by: "ops", why: "a bad deploy", at: now };
    const health = { status: 2, metric: "errors", value: 7, at: noon };
    const row = { partition: "labourer#counter", sort: "state", paused, health };
    await fill(store, "flow", [{ ...row, holder: "token", until: noon + 1000, dirty: false }]);
    const look = await lookAtLabourer(labourer(), store);
    expect(look).toMatchObject({ paused, health, isLeased: true, queued: none });
    expect(look.draining).toBeUndefined();
  });

  test("shows the keys that run and wait, the fullest first", async () => {
    const { store } = await orchestrationWorld();
    await fill(store, "tasks", [
      task("1", { greenfield: running, flow_key: "small" }),
      task("2", { greenfield: running, flow_key: "large" }),
      task("3", { greenfield: running, flow_key: "large" }),
    ]);
    await fill(store, "flow", [
      { partition: "lanes#counter#0", sort: "large", waiting: 50, due: 1 },
      { partition: "lanes#counter#0", sort: "idle", waiting: 3, due: 1 },
    ]);
    const concurrency = { key: "payload.tenant", limit: 2 };
    const look = await lookAtLabourer(labourer({ flow: { concurrency } }), store);
    expect(look.keys).toEqual([
      { key: "large", running: 2, waiting: 50 },
      { key: "small", running: 1, waiting: 0 },
      { key: "idle", running: 0, waiting: 3 },
    ]);
  });
});

describe("the list of tasks", () => {
  test.each([
    ["queued", "tasks", (at: number) => ({ greenfield: 2_000 + at })],
    ["running", "tasks", (at: number) => ({ greenfield: running + at / 1000 })],
    ["retrying", "retry", (at: number) => ({ desired_launch_time: now + at })],
    [
      "dead",
      "closed",
      (at: number) => ({ closed_at: now - at, labourer_id_task_status: "counter_0" }),
    ],
  ] as const)("of those %s comes page by page, each once, in order", async (state, table, row) => {
    const { store } = await orchestrationWorld();
    await fill(
      store,
      table,
      many(25, (at) => task(`t${String(at).padStart(2, "0")}`, row(at))),
    );
    const ids: string[] = [];
    let cursor: string | undefined;
    let pages = 0;
    do {
      const page = await listTasks(labourer(), { state, limit: 10, cursor }, store);
      ids.push(...page.rows.map(({ task_id: id }) => String(id)));
      cursor = page.cursor;
      pages++;
    } while (cursor !== undefined);
    expect(pages).toBe(3);
    expect(ids).toEqual(
      many(25, (at) => ({ id: `t${String(at).padStart(2, "0")}` })).map(({ id }) => id),
    );
  });

  test.each(["garbage", Buffer.from("[1,2,3]").toString("base64url"), ""])(
    "takes no cursor that isn't its own: %s",
    async (cursor) => {
      const { store } = await orchestrationWorld();
      const listed = listTasks(labourer(), { state: "queued", limit: 10, cursor }, store);
      await expect(listed).rejects.toMatchObject({ issues: [{ field: "cursor" }] });
    },
  );
});

describe("a look at a job", () => {
  test("tells what an operator decided for it, and what people did to it, the newest first", async () => {
    const { store, clock } = await orchestrationWorld();
    const job = { partition: "job#j1", sort: "job", job_id: "j1", labourer_id: "counter" };
    await fill(store, "flow", [{ ...job, state: "loaded", count: 3, loaded: 3 }]);
    const poke = async () => undefined;
    const operating = { store, labourers: [labourer()], poke };
    expect(await lookAtJob("j1", store)).toMatchObject({ record: { count: 3 }, operations: [] });
    await operateJob("j1", "pause", { by: "ann", reason: "late" }, operating);
    clock.now += 1_000;
    const who = { by: "bob", reason: "other" };
    await operateLabourer("counter", "pause", who, operating);
    await operateJob("j1", "cancel", { by: "bob", reason: "wrong" }, operating);
    const look = await lookAtJob("j1", store);
    expect(look.held).toBe("cancelled");
    expect(look.operations.filter(({ job_id: id }) => id === "j1")).toHaveLength(
      look.operations.length,
    );
    expect(look.operations.at(-1)).toMatchObject({ action: "pause", by: "ann", reason: "late" });
    expect(look.operations[0]).toMatchObject({ action: "cancel", by: "bob", reason: "wrong" });
  });

  test("says so where there is none", async () => {
    const { store } = await orchestrationWorld();
    await expect(lookAtJob("j9", store)).rejects.toMatchObject({
      code: "orchestration.job_not_found",
    });
  });
});

describe("a look at a task", () => {
  test.each([
    ["queued", "tasks", {}],
    ["running", "tasks", { greenfield: running }],
    ["retrying", "retry", { desired_launch_time: now + 60 }],
    ["held", "retry", { desired_launch_time: 9_999_999_999, held: true }],
    ["done", "closed", { closed_at: now, labourer_id_task_status: "counter_1" }],
    ["dead", "closed", { closed_at: now, labourer_id_task_status: "counter_0" }],
  ] as const)("finds it where it is: %s", async (state, table, more) => {
    const { store } = await orchestrationWorld();
    await fill(store, table, [task("t1", more)]);
    const meta = (action: string, at: number) => ({ task_id: "t1", created_at: at, action });
    await fill(store, "meta", [meta("invoked", now + 1), meta("created", now)]);
    const look = await lookAtTask("t1", [labourer()], store);
    expect([look.state, look.task.payload]).toEqual([state, '{"a":1}']);
    expect(look.history.map(({ action }) => action)).toEqual(["created", "invoked"]);
  });

  test("says so where there is none", async () => {
    const { store } = await orchestrationWorld();
    const look = lookAtTask("t9", [labourer()], store);
    await expect(look).rejects.toMatchObject({ code: "orchestration.task_not_found" });
  });
});
