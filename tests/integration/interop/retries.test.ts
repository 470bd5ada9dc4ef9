import type { JobOutcome } from "@switchyard/core/orchestration/scheduler.ts";
import { operateTask } from "@switchyard/core/orchestration/operations/task.ts";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { DeleteFunctionCommand } from "@aws-sdk/client-lambda";
import { makeIdleFunction } from "../idle-function.ts";
import { clients } from "../stack.ts";
import { ours } from "./ours.ts";
import { besideSosw } from "./sosw.ts";
import { closedRow, rowsIn, soswConfig } from "./tables.ts";

const id = `retry_${crypto.randomUUID().slice(0, 8)}`;
const labourers = { [id]: { arn: id, max_simultaneous_invocations: 5 } };
const mine = ours(labourers);
const config = soswConfig(labourers);
const failure = { action: "mark_task_as_failed", result: { last: "7" }, error: { message: "no" } };

await besideSosw("retries", (sosw) => {
  beforeAll(() => makeIdleFunction(id));
  afterAll(() => clients().lambda.send(new DeleteFunctionCommand({ FunctionName: id })));
  const orchestrate = (ahead = 0) => sosw({ call: "orchestrate", config, ahead });
  const scavenge = (ahead = 0) => sosw({ call: "scavenge", config, ahead });
  afterEach(async () => {
    for (const { task_id } of await rowsIn("tasks", id))
      await mine.assist({ action: "mark_task_as_completed", task_id });
    await mine.scavenge();
    expect(await rowsIn("tasks", id)).toEqual([]);
    expect(await rowsIn("retry", id)).toEqual([]);
  });

  test("a task that Python sent to wait comes back here with all that it had", async () => {
    // Texts of digits only: Python's client writes what it doesn't know as numbers.
    const own = { job_id: String(Date.now()), correlation_id: "1234", singleton_key: "42" };
    const { task_ids: [task = ""] = [] } = (await mine.schedule(
      { lambda_name: id, ...own, word: "again" },
      {},
    )) as JobOutcome;
    await orchestrate();
    await mine.assist({ ...failure, task_id: task });
    await scavenge();
    expect(await rowsIn("tasks", id)).toEqual([]);
    expect(await rowsIn("retry", id)).toMatchObject([{ task_id: task, attempts: 1 }]);
    const [report] = await ours(labourers, 600).scavenge();
    expect(report).toMatchObject({ requeued: 1, errors: [] });
    expect(await rowsIn("tasks", id)).toMatchObject([
      // What isn't its own stays as Python wrote it.
      { ...own, attempts: 1, failed_attempts: 1, result_last: 7, payload: '{"word": "again"}' },
    ]);
    expect(await mine.orchestrate()).toMatchObject({ started: 1 });
    expect(await rowsIn("tasks", id)).toMatchObject([{ attempts: 2 }]);
  });

  test("a task that waits here is brought back by Python, with its attempts", async () => {
    const task = await mine.create(id, { word: "back" });
    await mine.orchestrate();
    await mine.assist({ ...failure, task_id: task });
    await mine.scavenge();
    expect(await rowsIn("retry", id)).toMatchObject([{ task_id: task, failed_attempts: 1 }]);
    await scavenge(7_200);
    const [row] = await rowsIn("tasks", id);
    expect(row).toMatchObject({ task_id: task, attempts: 1, payload: '{"word": "back"}' });
    // Its retry keeps nothing that its configuration doesn't name.
    expect(row).not.toHaveProperty("failed_attempts");
    await orchestrate();
    expect(await rowsIn("tasks", id)).toMatchObject([{ attempts: 2 }]);
  });

  test("Python starts no delayed task early", async () => {
    const soon = Date.now() / 1_000 + 3_600;
    const task = await mine.create(id, { word: "later" }, { desired_launch_time: soon });
    await scavenge();
    await orchestrate();
    expect(await rowsIn("retry", id)).toMatchObject([{ task_id: task, attempts: 0 }]);
    await scavenge(3_700);
    await orchestrate(3_700);
    expect(await rowsIn("tasks", id)).toMatchObject([{ task_id: task, attempts: 1 }]);
  });

  test("what Python gave up is dead here too, and can be sent on its way again", async () => {
    const task = await mine.create(id, { word: "it's", ok: true });
    for (const ahead of [0, 3_600, 7_200]) {
      await orchestrate(ahead);
      await scavenge(ahead + 1_300);
      await scavenge(ahead + 3_500);
    }
    expect(await closedRow(task)).toMatchObject({
      labourer_id_task_status: `${id}_0`,
      attempts: 3,
      payload: `{'word': "it's", 'ok': True}`,
    });
    const operating = { ...mine, poke: async () => undefined };
    await operateTask(task, "retry", { by: "ann", reason: "mended" }, operating);
    expect(await rowsIn("tasks", id)).toMatchObject([
      { task_id: task, attempts: 3, payload: '{"word":"it\'s","ok":true}' },
    ]);
    expect(await orchestrate()).toMatchObject({ invoked_tasks: 1 });
  });
});
