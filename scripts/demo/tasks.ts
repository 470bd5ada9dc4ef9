import { randomUUID } from "node:crypto";
import { readFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { InvokeCommand } from "@aws-sdk/client-lambda";
import { getRows } from "@switchyard/core/orchestration/store/read.ts";
import type { Row } from "@switchyard/core/orchestration/store/write.ts";
import type { LocalApp } from "../local/stack.ts";
import { orchestrationOf, type DemoOrchestration } from "./orchestration.ts";
import { chunkOf, type Chunk } from "./task-report.ts";

const job = "packages/functions/src/orchestration/hashtags/job.json";

/** What became of the tutorial's job. */
export interface TasksOutcome {
  readonly job: string;
  /** Each task's row once it is closed. */
  readonly closed: readonly Row[];
  readonly scheduled: number;
  /** What the worker counted: a word, a day. */
  readonly counts: readonly (Chunk & { readonly count: number })[];
}

/**
 * Schedules the tutorial's job as it stands, and waits until each of its tasks is closed, or until
 * `patience` ms pass without any news. Throws what the scheduler fails with.
 */
export async function runTutorial(
  app: LocalApp,
  { patience, onDone }: { patience: number; onDone: (done: number, of: number) => void },
): Promise<TasksOutcome> {
  const around = orchestrationOf(app);
  try {
    const { job_id: id, task_ids: ids } = await schedule(app, around);
    const closed = await untilClosed(ids, app, around, { patience, onDone });
    const chunks = closed.flatMap(chunkOf);
    return { job: id, scheduled: ids.length, closed, counts: await countsOf(chunks, app, around) };
  } finally {
    around.end();
  }
}

async function schedule({ outputs }: LocalApp, { lambda }: DemoOrchestration) {
  const event = {
    labourer_id: "hashtags",
    job_id: `demo-${randomUUID()}`,
    job: JSON.parse(await readFile(job, "utf8")) as unknown,
  };
  const { Payload, FunctionError } = await lambda.send(
    new InvokeCommand({ FunctionName: outputs.scheduler, Payload: JSON.stringify(event) }),
  );
  const answer = Payload?.transformToString() ?? "";
  if (FunctionError !== undefined) throw new TypeError(`the scheduler failed: ${answer}`);
  return JSON.parse(answer) as { job_id: string; task_ids: string[] };
}

async function untilClosed(
  ids: readonly string[],
  { outputs }: LocalApp,
  { store, lambda }: DemoOrchestration,
  { patience, onDone }: Parameters<typeof runTutorial>[1],
) {
  const keys = ids.map((id) => ({ task_id: id }));
  let [news, last] = [Date.now(), -1];
  for (;;) {
    const closed = await getRows("closed", keys, store);
    onDone(closed.length, ids.length);
    if (closed.length !== last) [last, news] = [closed.length, Date.now()];
    if (closed.length === ids.length || Date.now() - news > patience) return closed;
    // Nobody wants to wait for the minute, and not every emulator has a clock.
    await wake(outputs.orchestrator, lambda);
    await wake(outputs.scavenger, lambda);
    await sleep(2_000);
  }
}

const wake = (FunctionName: string, lambda: DemoOrchestration["lambda"]) =>
  lambda.send(new InvokeCommand({ FunctionName, InvocationType: "Event" }));

async function countsOf(
  chunks: readonly Chunk[],
  { outputs }: LocalApp,
  { countIn }: DemoOrchestration,
) {
  const read = chunks.map(async (chunk) => {
    const count = await countIn(outputs.hashtagCounts, chunk);
    return count === undefined ? [] : [{ ...chunk, count }];
  });
  return (await Promise.all(read)).flat();
}
