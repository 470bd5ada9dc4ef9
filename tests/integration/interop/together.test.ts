import { afterAll, beforeAll, expect, test } from "vitest";
import { makeWorker, removeWorker } from "./function.ts";
import { ours } from "./ours.ts";
import { besideSosw } from "./sosw.ts";
import { historyRows, rowsIn, soswConfig } from "./tables.ts";

const unique = crypto.randomUUID().slice(0, 8);
const worker = `together_${unique}`;
const [python, here] = [`python_${unique}`, `here_${unique}`];
const settings = { arn: worker, max_simultaneous_invocations: 4 };
const labourers = { [python]: settings, [here]: settings };
/** Tasks that each side makes for each labourer. */
const count = 6;

await besideSosw("both at the same time on the same tables", (sosw) => {
  beforeAll(() => makeWorker(worker));
  afterAll(() => removeWorker(worker));

  const isDone = async (id: string) => (await rowsIn("closed", id)).length === 2 * count;

  async function untilDone(id: string, signal: AbortSignal, run: () => Promise<unknown>) {
    while (!(await isDone(id))) {
      signal.throwIfAborted();
      await run();
    }
  }

  test("each does its own labourer's tasks, all of them, and none of the other's", async ({
    signal,
  }) => {
    const both = ours(labourers);
    const everything = soswConfig(labourers);
    const make = async (id: string) => {
      for (let made = 0; made < count; made++) {
        await both.create(id, { words: [`ours-${made}`] });
        const event = { method: "create_task", labourer: id, words: [`python-${made}`] };
        await sosw({ call: "manage", config: everything, event });
      }
    };
    const config = soswConfig({ [python]: settings });
    const mine = ours({ [here]: settings });
    await Promise.all([
      make(python),
      make(here),
      untilDone(python, signal, async () => {
        await sosw({ call: "orchestrate", config });
        await sosw({ call: "scavenge", config });
      }),
      untilDone(here, signal, async () => {
        await mine.orchestrate();
        await mine.scavenge();
      }),
    ]);
    for (const [id, author] of [
      [python, "python"],
      [here, "ours"],
    ] as const) {
      expect(await rowsIn("tasks", id)).toEqual([]);
      expect(await rowsIn("retry", id)).toEqual([]);
      const rows = await rowsIn("closed", id);
      expect(new Set(rows.map((row) => row["task_id"])).size).toBe(2 * count);
      for (const row of rows) {
        expect(row).toMatchObject({ labourer_id_task_status: `${id}_1`, attempts: 1 });
        const history = await historyRows(String(row["task_id"]));
        const steps = history.map((step) => [step["action"], step["author"]]);
        expect(steps).toContainEqual(["invoked", author]);
        expect(steps).toContainEqual(["archived", author]);
        // Python's task manager, unlike its scheduler, writes no history of a creation.
        const isOurs = String(row["payload"]).includes("ours");
        expect(steps).toHaveLength(isOurs ? 4 : 3);
      }
    }
  });
});
