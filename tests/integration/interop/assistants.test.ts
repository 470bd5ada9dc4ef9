import type { LambdaClient } from "@aws-sdk/client-lambda";
import { DeleteFunctionCommand } from "@aws-sdk/client-lambda";
import { orchestrate } from "@switchyard/core/orchestration/orchestrator/orchestrate.ts";
import { jsonLog } from "@switchyard/core/orchestration/worker/log.ts";
import { defineWorker } from "@switchyard/core/orchestration/worker/define-worker.ts";
import { afterAll, beforeAll, expect, test } from "vitest";
import * as z from "zod/mini";
import { withSend } from "../../models/client.ts";
import { makeIdleFunction } from "../idle-function.ts";
import { clients, stack } from "../stack.ts";
import { ours } from "./ours.ts";
import { besideSosw } from "./sosw.ts";
import { closedRow, historyRows, rowsIn, soswConfig } from "./tables.ts";

const id = `assist_${crypto.randomUUID().slice(0, 8)}`;
const labourers = { [id]: { arn: id, max_simultaneous_invocations: 5 } };
const mine = ours(labourers);
const config = soswConfig(labourers);

const eventIn = (input: object): Record<string, unknown> =>
  JSON.parse(new TextDecoder().decode(Reflect.get(input, "Payload") as Uint8Array)) as Record<
    string,
    unknown
  >;

await besideSosw("workers and assistants", (sosw) => {
  beforeAll(() => makeIdleFunction(id));
  afterAll(() => clients().lambda.send(new DeleteFunctionCommand({ FunctionName: id })));

  /** Starts what waits; the events that its functions would have got. */
  async function started(): Promise<Record<string, unknown>[]> {
    const events: Record<string, unknown>[] = [];
    const lambda = withSend<LambdaClient>(async ({ input }) => {
      if (!("Payload" in input)) return { Timeout: 60 };
      events.push(eventIn(input));
      return { StatusCode: 202 };
    });
    await orchestrate({ labourers: mine.labourers }, { store: mine.store, lambda });
    return events;
  }
  const only = async () => {
    const rows = await rowsIn("tasks", id);
    expect(rows).toHaveLength(1);
    return rows[0] ?? {};
  };

  test("Python's worker tells this project's deployed assistant that it is done", async () => {
    const task = await mine.create(id, { word: "seven" });
    const [event] = await started();
    const worker = { sosw_worker_assistant_lambda: stack().outputs.assistant };
    await sosw({ call: "work", config: worker, event });
    await expect
      .poll(async () => (await only())["completed_at"], { timeout: 30_000 })
      .toBeDefined();
    await mine.scavenge();
    expect(await closedRow(task)).toMatchObject({
      labourer_id_task_status: `${id}_1`,
      attempts: 1,
      stat_counted: 1,
      result_letters: 5,
    });
  });

  test("Python's worker tells it of a failure, and the task is tried again at once", async () => {
    const task = await mine.create(id, { word: "x", fail: "no such word" });
    const [event] = await started();
    const worker = { sosw_worker_assistant_lambda: stack().outputs.assistant };
    const work = sosw({ call: "work", config: worker, event });
    await expect(work).rejects.toThrow("no such word");
    await expect.poll(async () => (await only())["failed_attempts"], { timeout: 30_000 }).toBe(1);
    const [report] = await mine.scavenge();
    expect(report).toMatchObject({ retried: 1, errors: [] });
    expect(await rowsIn("retry", id)).toMatchObject([{ task_id: task, attempts: 1 }]);
  });

  /** This project's worker, whose assistant is Python's. */
  const besidePython = (run: () => object) =>
    defineWorker(
      { name: "letters", payload: z.object({ word: z.string() }), claimOnStart: false, run },
      {
        settings: { assistant: "sosw_worker_assistant", deadTopic: "none" },
        log: jsonLog(() => undefined),
        lambda: withSend<LambdaClient>(async ({ input }) => {
          await sosw({
            call: "assist",
            name: "sosw_worker_assistant",
            config,
            event: eventIn(input),
          });
          return { Payload: new TextEncoder().encode("null") };
        }),
      },
    );
  const context = {
    functionName: id,
    invokedFunctionArn: `arn:aws:lambda:us-east-1:000000000000:function:${id}`,
    awsRequestId: "r",
    logStreamName: "l",
    getRemainingTimeInMillis: () => 60_000,
  };

  test("this project's worker tells Python's assistant that it is done", async () => {
    const task = await mine.create(id, { word: "eight" });
    const [event] = await started();
    await besidePython(() => ({ letters: 5 }))(event, context);
    expect(await only()).toMatchObject({ task_id: task, result_letters: 5 });
    await sosw({ call: "scavenge", config });
    expect(await closedRow(task)).toMatchObject({
      labourer_id_task_status: `${id}_1`,
      result_letters: 5,
      payload: "{'word': 'eight'}",
    });
    const actions = (await historyRows(task)).map((row) => row["action"]);
    expect(actions).toEqual(["created", "invoked", "marked_as_completed", "archived"]);
  });

  test("a failure told to Python's assistant is counted, and its slot stays taken", async () => {
    const task = await mine.create(id, { word: "nine" });
    const [event] = await started();
    const fail = () => {
      throw new TypeError("nine is too many");
    };
    await expect(besidePython(fail)(event, context)).rejects.toThrow("too many");
    expect(await only()).toMatchObject({ task_id: task, failed_attempts: 1 });
    const [report] = await mine.scavenge();
    expect(report).toMatchObject({ retried: 0 });
    const [later] = await ours(labourers, 1_300).scavenge();
    expect(later).toMatchObject({ retried: 1 });
  });
});
