import { closedStatus } from "@switchyard/core/orchestration/task.ts";
import { PutCommand } from "@aws-sdk/lib-dynamodb";
import { expect, test } from "vitest";
import { labourer, noon, orchestrationWorld } from "../../../tests/unit/orchestration/world.ts";
import type { TaskFilter } from "@switchyard/core/orchestration/operations/filter.ts";
import { tasksOf } from "./list.ts";

const now = noon / 1_000;
const task = (task_id: string, more: object = {}, labourer_id = "counter") => ({
  task_id,
  labourer_id,
  created_at: now - 10,
  greenfield: 2_000,
  attempts: 0,
  payload: "{}",
  ...more,
});
const labourers = [labourer(), labourer({}, "other")];

async function worldWith() {
  const { db, store } = await orchestrationWorld();
  const put = (TableName: string, Item: object) => db.send(new PutCommand({ TableName, Item }));
  await put("sosw_tasks", task("queued", { job_id: "nightly" }));
  await put("sosw_tasks", task("running", { greenfield: now + 31_557_600 }));
  await put("sosw_tasks", task("others", {}, "other"));
  await put("sosw_retry_tasks", task("retrying", { desired_launch_time: now + 60 }));
  const closed = { closed_at: now, failure: "Too slow", job_id: "nightly" };
  const dead = { ...closed, labourer_id_task_status: closedStatus("counter", 0) };
  await put("sosw_closed_tasks", task("dead", dead));
  return async (filter: TaskFilter) => {
    const found: string[] = [];
    for await (const { state, row } of tasksOf(filter, { labourers, store }))
      found.push(`${String(row["task_id"])} ${state}`);
    return found;
  };
}

test("tasks are found in every table, each with the state it is in", async () => {
  const found = await worldWith();
  expect(await found({})).toEqual([
    "queued queued",
    "others queued",
    "running running",
    "retrying retrying",
    "dead dead",
  ]);
});

test.each([
  [{ labourer: "other" }, ["others queued"]],
  [{ state: "dead" }, ["dead dead"]],
  // The index of closed tasks has neither job nor failure.
  [{ job: "nightly" }, ["queued queued", "dead dead"]],
  [{ error: "slow" }, ["dead dead"]],
  [{ since: now }, []],
] as const)("a filter %j chooses %j", async (filter, expected) => {
  const found = await worldWith();
  expect(await found(filter)).toEqual(expected);
});
