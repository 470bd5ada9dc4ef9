import { DeleteFunctionCommand } from "@aws-sdk/client-lambda";
import { afterAll, beforeAll, expect, test } from "vitest";
import { makeIdleFunction } from "../idle-function.ts";
import { clients } from "../stack.ts";
import { ours } from "./ours.ts";
import { besideSosw } from "./sosw.ts";
import { soswConfig } from "./tables.ts";

const id = `read_${crypto.randomUUID().slice(0, 8)}`;
const labourers = { [id]: { arn: id, max_simultaneous_invocations: 3 } };
const mine = ours(labourers);

await besideSosw("Python's readers", (sosw) => {
  // It never tells how it ends.
  beforeAll(() => makeIdleFunction(id));
  afterAll(() => clients().lambda.send(new DeleteFunctionCommand({ FunctionName: id })));

  const read = (method: string, more: object = {}) =>
    sosw({
      call: "manage",
      config: soswConfig(labourers),
      event: { method: `get_${method}`, labourer: id, ...more },
    });
  const idsOf = async (method: string) =>
    ((await read(method)) as { task_id: string }[]).map(({ task_id }) => task_id);

  test("find each of this project's tasks in the state it is in", async () => {
    const ids: string[] = [];
    for (const word of ["a", "b", "c", "d"]) ids.push(await mine.create(id, { word }));
    const [completed = "", failed = "", running, queued] = ids;
    expect(await read("next_for_labourer", { cnt: 10, only_ids: true })).toEqual(ids);
    await mine.orchestrate();
    expect(await read("count_of_running_tasks_for_labourer")).toBe(3);
    expect(await read("length_of_queue_for_labourer")).toBe(1);
    // A hundred seconds after its start.
    const request = { action: "mark_task_as_completed", task_id: completed, result: { a: 1 } };
    await ours(labourers, 100).assist(request);
    await mine.assist({ action: "mark_task_as_failed", task_id: failed, stats: { b: 2 } });
    expect(await idsOf("completed_tasks_for_labourer")).toEqual([completed]);
    expect(await idsOf("expired_tasks_for_labourer")).toEqual([failed]);
    expect(await idsOf("running_tasks_for_labourer")).toEqual([running]);
    expect(await idsOf("next_for_labourer")).toEqual([queued]);
    const event = { method: "get_task_by_id", task_id: completed };
    const config = soswConfig(labourers);
    expect(await sosw({ call: "manage", config, event })).toMatchObject({
      labourer_id: id,
      attempts: 1,
      payload: { word: "a" },
      result_a: 1,
    });
  });

  test("see nothing of a payload that is too large for its row", async () => {
    const task_id = await mine.create(id, { words: "x".repeat(500_000) });
    const event = { method: "get_next_for_labourer", labourer: id, cnt: 10 };
    const next = await sosw({ call: "manage", config: soswConfig(labourers), event });
    const found = (next as Record<string, unknown>[]).find((task) => task["task_id"] === task_id);
    expect(found).toMatchObject({ payload: {} });
    expect(found).not.toHaveProperty("payload_ref");
  });

  test("find what it closed and what it sent to wait", async () => {
    const [report] = await mine.scavenge();
    expect(report).toMatchObject({ archived: 1, retried: 1, errors: [] });
    const [waiting] = (await sosw({
      call: "manage",
      config: soswConfig(labourers),
      event: { method: "get_tasks_to_retry_for_labourer", labourer: id },
      ahead: 7_200,
    })) as object[];
    expect(waiting).toMatchObject({ attempts: 1, payload: { word: "b" } });
    const average = Number(await read("average_labourer_duration"));
    expect(average).toBeGreaterThanOrEqual(100);
    expect(average).toBeLessThan(130);
  });
});
