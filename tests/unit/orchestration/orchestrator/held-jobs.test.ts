import { describe, expect, test } from "vitest";
import { operateJob, type JobAction } from "@switchyard/core/orchestration/operations/job.ts";
import { orchestrate } from "@switchyard/core/orchestration/orchestrator/orchestrate.ts";
import { jobKey } from "@switchyard/core/orchestration/scheduler/jobs/record.ts";
import { plant } from "../fixtures.ts";
import { labourer } from "../world.ts";
import { queueTasks, yardWorld } from "./yard.ts";

const labourers = [labourer({ max_simultaneous_invocations: 2 })];
const who = { by: "ann", reason: "a test" };
const record = { ...jobKey("j"), job_id: "j", labourer_id: "counter", state: "loaded" };

/** A job's task before another's, and somebody who acts on the job just before one of a run's transactions. */
async function world() {
  const all = await yardWorld();
  await plant("flow", [record], all.store);
  await queueTasks(all.store, 1, { job_id: "j" });
  await queueTasks(all.store, 1, { from: 1 });
  const act = (action: JobAction) =>
    operateJob("j", action, who, { store: all.store, labourers, poke: async () => undefined });
  const runWhile = async (action: JobAction, at = 0) => {
    const { db } = all.store;
    let transactions = 0;
    const send = (async (command: Parameters<typeof db.send>[0]) => {
      if ("TransactItems" in command.input && transactions++ === at) await act(action);
      return db.send(command);
    }) as typeof db.send;
    const yard = { ...all.yard, store: { ...all.store, db: { send } } };
    return (await orchestrate({ labourers }, yard)).labourers[0];
  };
  return { ...all, act, runWhile };
}

describe("a job, between a run's look and its marks,", () => {
  test("that is paused has none of its tasks started; the run goes on with others", async () => {
    const { runWhile, events, rows, requests } = await world();
    expect(await runWhile("pause")).toMatchObject({ started: ["t1"], set_aside: ["t0"] });
    expect(events.map(({ task_id }) => task_id)).toEqual(["t1"]);
    expect(await rows("retry")).toMatchObject([{ task_id: "t0", held: true, attempts: 0 }]);
    expect(requests.filter((name) => name === "Update")).toHaveLength(2);
  });

  test("that is cancelled has none of its tasks started", async () => {
    const { runWhile, events, rows } = await world();
    expect(await runWhile("cancel")).toMatchObject({ started: ["t1"] });
    expect(events.map(({ task_id }) => task_id)).toEqual(["t1"]);
    expect(await rows("closed")).toMatchObject([{ task_id: "t0", attempts: 0 }]);
  });

  test.each([
    ["its marks", 0],
    ["what it sets aside", 1],
  ])(
    "that is resumed before %s has none of its tasks set aside, where nobody would bring them back",
    async (_, at) => {
      const { act, runWhile, rows, state } = await world();
      await act("pause");
      const report = await runWhile("resume", at);
      expect(report?.set_aside).toEqual([]);
      expect(report?.started.toSorted()).toEqual(["t0", "t1"]);
      expect(await rows("retry")).toEqual([]);
      expect(await state()).toMatchObject({ held_jobs: {} });
    },
  );
});
