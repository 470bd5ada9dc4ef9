import { describe, expect, test } from "vitest";
import { getRows, rowsOf, countOf } from "@switchyard/core/orchestration/store/read.ts";
import { type Store } from "@switchyard/core/orchestration/store/store.ts";
import { transact } from "@switchyard/core/orchestration/store/transact.ts";
import { transactGroups } from "@switchyard/core/orchestration/store/transact-groups.ts";
import { updateIf } from "@switchyard/core/orchestration/store/update.ts";
import { type Update, type Write } from "@switchyard/core/orchestration/store/write.ts";
import { indexes } from "@switchyard/core/orchestration/tables.ts";
import { orchestrationWorld } from "./world.ts";

const absent = { expression: "attribute_not_exists(#task_id)" };
const row = (id: string | number, more: object = {}) => ({
  task_id: String(id),
  labourer_id: "counter",
  created_at: 1,
  greenfield: 2_000,
  attempts: 0,
  payload: "{}",
  ...more,
});
const creation = (id: string | number, more: object = {}): Write => ({
  put: "tasks",
  row: row(id, more),
  condition: absent,
});

/** The same tables; the answer of every write is lost once, and the client asks again. */
const losingAnswers = ({ db, ...rest }: Store): Store => ({
  ...rest,
  db: {
    send: (async (command: Parameters<typeof db.send>[0]) => {
      await db.send(command).catch(() => undefined);
      // Emulators don't know a transaction by its token.
      const input = command.input as { ClientRequestToken?: string };
      if ("TransactItems" in input) input.ClientRequestToken = `${rest.now()}-${Math.random()}`;
      return db.send(command);
    }) as typeof db.send,
  },
});

describe("a transaction", () => {
  test("is done though its answer was lost", async () => {
    const { store, rows } = await orchestrationWorld();
    expect(await transact([creation(1), creation(2)], losingAnswers(store))).toEqual({
      done: true,
    });
    expect(await rows("tasks")).toHaveLength(2);
  });

  const cancelled = (Code: string) =>
    Object.assign(new Error("cancelled"), {
      name: "TransactionCanceledException",
      CancellationReasons: [{ Code }],
    });
  const throttled = (name: string) => Object.assign(new Error("later"), { name });

  test.each([
    ["meets another", cancelled("TransactionConflict")],
    ["is throttled on the way", cancelled("ThrottlingError")],
    ["goes beyond a table's capacity", cancelled("ProvisionedThroughputExceeded")],
    ["is throttled", throttled("ThrottlingException")],
    ["is still being made", throttled("TransactionInProgressException")],
  ])("that %s is tried again", async (_, error) => {
    const { store, rows } = await orchestrationWorld();
    let calls = 0;
    const send = (async (command: Parameters<typeof store.db.send>[0]) => {
      if (++calls <= 2) throw error;
      return store.db.send(command);
    }) as typeof store.db.send;
    expect(await transact([creation(1)], { ...store, db: { send } })).toEqual({ done: true });
    expect(await rows("tasks")).toHaveLength(1);
    calls = -100;
    const busy = transact([creation(2)], { ...store, db: { send } });
    await expect(busy).rejects.toMatchObject({ code: "orchestration.transaction_busy" });
  });

  test("tells which of its writes was refused, and by what", async () => {
    const { store, rows } = await orchestrationWorld();
    await transact([creation(1, { payload: "old" })], store);
    const answer = await transact([creation(1), creation(2)], store);
    expect(answer).toMatchObject({
      done: false,
      refusals: [{ refused: true, row: { task_id: "1", payload: "old" } }, { refused: false }],
    });
    expect(await rows("tasks")).toHaveLength(1);
  });
});

describe("groups of writes", () => {
  const groups = (from: number, to: number) =>
    Array.from({ length: to - from }, (_, index) => ({ writes: [creation(from + index)] }));

  test("go together in as few transactions as they fit in; what is refused is left out", async () => {
    const { store, rows } = await orchestrationWorld();
    await transactGroups({ groups: groups(0, 3) }, store);
    const { done, refused, left } = await transactGroups({ groups: groups(0, 250) }, store);
    expect([done.length, refused.length, left.length]).toEqual([247, 3, 0]);
    expect(refused[0]?.rows[0]).toMatchObject({ task_id: "0" });
    expect(await rows("tasks")).toHaveLength(250);
  });

  test("stop where a shared write is refused", async () => {
    const { store, rows } = await orchestrationWorld();
    let held = true;
    const lease = (): Write[] => [
      {
        check: "flow",
        key: { partition: "labourer#counter", sort: "state" },
        condition: {
          expression: held ? "attribute_not_exists(#holder)" : "#holder = :me",
          values: held ? undefined : { ":me": "x" },
        },
      },
    ];
    const { done, left, stopped } = await transactGroups(
      {
        groups: groups(0, 150),
        sharedMost: 1,
        shared: (some) => {
          if (some.length < 99) held = false;
          return lease();
        },
      },
      store,
    );
    expect([done.length, left.length, stopped?.length]).toEqual([99, 51, 1]);
    expect(await rows("tasks")).toHaveLength(99);
  });
});

test("an update whose answer was lost is done; another's is told with what it left", async () => {
  const { store } = await orchestrationWorld();
  await transact([creation(1)], store);
  const mark = (from: number, to: number): Update => ({
    update: "tasks",
    key: { task_id: "1" },
    change: { set: { greenfield: to }, add: { attempts: 1 } },
    condition: { expression: "#greenfield = :from", values: { ":from": from } },
  });
  const first = await updateIf(mark(2_000, 9_000), losingAnswers(store));
  expect(first).toMatchObject({ done: true, row: { greenfield: 9_000, attempts: 1 } });
  const second = await updateIf(mark(2_000, 9_500), store);
  expect(second).toMatchObject({ done: false, row: { greenfield: 9_000 } });
});

test("attributes may be called otherwise in the tables", async () => {
  const fields = { task_id: "task_id", attempts: "tries", payload: "body" };
  const { store, rows } = await orchestrationWorld({ fields });
  await transact([creation(1)], store);
  expect(await rows("tasks")).toMatchObject([{ task_id: "1", tries: 0, body: "{}" }]);
  expect(await getRows("tasks", [{ task_id: "1" }], store)).toMatchObject([row(1)]);
});

test("a range is read in order, counted up to a limit", async () => {
  const { store } = await orchestrationWorld();
  const tasks = Array.from({ length: 30 }, (_, n) => ({
    writes: [creation(n, { greenfield: n })],
  }));
  await transactGroups({ groups: tasks }, store);
  const range = {
    table: "tasks",
    index: indexes.greenfield,
    where: {
      expression: "#labourer_id = :labourer AND #greenfield <= :start",
      values: { ":labourer": "counter", ":start": 20 },
    },
  } as const;
  const found: unknown[] = [];
  for await (const task of rowsOf({ ...range, descending: true, limit: 3 }, store))
    found.push(task["greenfield"]);
  expect(found).toEqual([20, 19, 18]);
  expect(await countOf(range, 1_000, store)).toBe(21);
  expect(await countOf(range, 5, store)).toBe(5);
});
