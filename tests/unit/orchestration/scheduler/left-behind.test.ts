import { DeleteCommand, PutCommand } from "@aws-sdk/lib-dynamodb";
import { freeKeysLeftBehind } from "@switchyard/core/orchestration/moves/left-behind.ts";
import { createTask } from "@switchyard/core/orchestration/scheduler.ts";
import { type TableRole } from "@switchyard/core/orchestration/tables.ts";
import { expect, test } from "vitest";
import { jobOf, scheduling } from "./scheduling.ts";

const single = { labourer: "counter", singleton_key: "one" };
const record = { partition: "single#counter", sort: "one" };

/** A world where a task has the key, moved by a program that knows no keys, or put nowhere. */
async function movedTo(role: TableRole | undefined) {
  const world = await scheduling();
  const { db, tables } = world.store;
  const first = await createTask(single, world.options);
  if (!first.created) throw new TypeError("not created");
  const { task } = first;
  const Key = { task_id: task.task_id };
  await db.send(new DeleteCommand({ TableName: tables.tasks, Key }));
  const Item = { ...task, desired_launch_time: 9_999_999_998 };
  if (role) await db.send(new PutCommand({ TableName: tables[role], Item }));
  return { ...world, first: task.task_id };
}

test.each(["closed", undefined] as const)(
  "a singleton key is free again when another program closed its task (row in: %s)",
  async (role) => {
    const { options, rows, first } = await movedTo(role);
    const next = await createTask(single, options);
    expect(next).toMatchObject({ created: true });
    expect(await rows("flow")).toContainEqual(
      expect.objectContaining({ ...record, task_id: next.created && next.task.task_id }),
    );
    expect(next.created && next.task.task_id).not.toBe(first);
  },
);

test("it isn't while its task waits in the retry table", async () => {
  const { options, first } = await movedTo("retry");
  expect(await createTask(single, options)).toEqual({ created: false, taken_by: first });
});

test("a job's task gets it too, and only one of them", async () => {
  const { run } = await movedTo("closed");
  const job = jobOf(3, { singleton_key: "one" });
  expect(await run(job)).toMatchObject({ created: 1, duplicates: 2, left_out: [1, 2] });
});

test("a key that another task took meanwhile stays its", async () => {
  const { options, rows, store } = await movedTo("closed");
  const [seen] = (await rows("flow")).filter(({ sort }) => sort === "one");
  expect(await freeKeysLeftBehind([seen, undefined, { partition: "x" }], store)).toBe(1);
  // Its answer may have been lost: the same again.
  expect(await freeKeysLeftBehind([seen], store)).toBe(1);
  const next = await createTask(single, options);
  expect(await freeKeysLeftBehind([seen], store)).toBe(0);
  expect(await createTask(single, options)).toMatchObject({
    created: false,
    taken_by: next.created && next.task.task_id,
  });
});
