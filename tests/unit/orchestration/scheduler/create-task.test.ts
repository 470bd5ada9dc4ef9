import { createTask } from "@switchyard/core/orchestration/scheduler.ts";
import { updateIf } from "@switchyard/core/orchestration/store/update.ts";
import { expect, test } from "vitest";
import { scheduling } from "./scheduling.ts";

test("a program creates a task by a read and a transaction", async () => {
  const { options, rows, requests } = await scheduling();
  const answer = await createTask({ labourer: "counter", payload: { a: 1 }, more: 2 }, options);
  expect(answer.created).toBe(true);
  expect(requests).toHaveLength(2);
  const [task] = await rows("tasks");
  expect(task).toMatchObject({ greenfield: 2_000, attempts: 0, payload: '{"a":1,"more":2}' });
  await createTask({ labourer: "counter", payload: "plain text" }, options);
  expect((await rows("tasks")).map(({ payload }) => payload)).toContain('{"payload":"plain text"}');
});

test("generated fields are refused, unless it isn't strict", async () => {
  const { options, rows, requests } = await scheduling();
  const given = { labourer: "counter", task_id: "mine", greenfield: 5, attempts: 1 };
  await expect(createTask(given, options)).rejects.toThrow(/task_id.*strict: false/);
  expect(requests).toEqual([]);
  await createTask(given, options, { strict: false });
  const [task] = await rows("tasks");
  expect(task).toMatchObject({ task_id: "mine", greenfield: 5, attempts: 1, payload: "{}" });
  const again = await createTask(given, options, { strict: false });
  expect(again).toEqual({ created: false, taken_by: "mine" });
  const wrong = createTask({ ...given, attempts: -1 }, options, { strict: false });
  await expect(wrong).rejects.toThrow(/attempts/);
});

test("a key that is taken names its task", async () => {
  const { options, store } = await scheduling();
  const single = { labourer: "counter", singleton_key: "one" };
  const first = await createTask(single, options);
  const second = await createTask(single, options);
  expect(second).toEqual({ created: false, taken_by: first.created && first.task.task_id });
  const key = { partition: "labourer#counter", sort: "state" };
  await updateIf({ update: "flow", key, change: { set: { draining: { by: "me" } } } }, store);
  await expect(createTask({ labourer: "counter" }, options)).rejects.toThrow(/draining/);
});
