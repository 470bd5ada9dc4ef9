import { lookAtTask } from "@switchyard/core/orchestration/look/task.ts";
import { listTasks } from "@switchyard/core/orchestration/look/tasks.ts";
import { jsonOf } from "@switchyard/core/orchestration/operations/python-repr.ts";
import { afterAll, beforeAll, expect, test } from "vitest";
import { makeWorker, removeWorker } from "./function.ts";
import { ours } from "./ours.ts";
import { besideSosw } from "./sosw.ts";
import { rowsIn, soswConfig } from "./tables.ts";

const id = `python_${crypto.randomUUID().slice(0, 8)}`;
const labourers = { [id]: { arn: id, max_simultaneous_invocations: 2 } };
const mine = ours(labourers);
const config = soswConfig(labourers);
const words = ["one", "two", "it's", 'a "quote"', "żółw"];

await besideSosw("a labourer of Python's orchestrator", (sosw) => {
  beforeAll(() => makeWorker(id));
  afterAll(() => removeWorker(id));

  const completed = async () =>
    (await rowsIn("tasks", id)).filter((row) => row["completed_at"] !== undefined).length;

  test("does this project's jobs, two at a time, with its worker and its assistant", async () => {
    const job_schema = { chunkable_attrs: [["word", {}]] };
    const job = { lambda_name: id, words, isolate_words: true, job_id: `job-${id}` };
    expect(await mine.schedule(job, { job_schema })).toMatchObject({ created: 5 });
    for (const [invoked, closed] of [
      [2, 2],
      [2, 4],
      [1, 5],
    ]) {
      expect(await sosw({ call: "orchestrate", config })).toMatchObject({ invoked_tasks: invoked });
      await expect.poll(completed, { timeout: 30_000 }).toBe(invoked);
      await sosw({ call: "scavenge", config });
      expect(await rowsIn("closed", id)).toHaveLength(closed ?? 0);
    }
    expect(await rowsIn("tasks", id)).toEqual([]);
  });

  test("leaves closed rows, with Python's repr of the payload, that this project reads", async () => {
    const [labourer] = mine.labourers;
    if (!labourer) throw new TypeError("no labourer");
    const { rows } = await listTasks(labourer, { state: "done", limit: 10 }, mine.store);
    expect(rows).toHaveLength(5);
    const payloads: unknown[] = [];
    for (const { task_id } of rows) {
      const { task, state, history } = await lookAtTask(
        String(task_id),
        mine.labourers,
        mine.store,
      );
      payloads.push(JSON.parse(jsonOf(task.payload)));
      expect(task.payload).toMatch(/'words': \[/);
      expect(state).toBe("done");
      expect(task).toMatchObject({
        attempts: 1,
        job_id: `job-${id}`,
        stat_counted: 1,
        // As it was before the mark.
        result_told_attempts: 0,
      });
      expect(history.map((row) => [row["action"], row["labourer_id"]])).toEqual([
        ["created", id],
        ["invoked", id],
        ["marked_as_completed", id],
        ["archived", id],
      ]);
    }
    expect(payloads).toHaveLength(5);
    expect(payloads).toEqual(
      expect.arrayContaining(words.map((word) => ({ words: [word], isolate_words: true }))),
    );
  });
});
