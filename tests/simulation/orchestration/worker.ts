import type { LambdaClient } from "@aws-sdk/client-lambda";
import { SwitchyardError } from "@switchyard/core/errors.ts";
import { defineWorker } from "@switchyard/core/orchestration/worker/define-worker.ts";
import * as z from "zod/mini";
import { type Process } from "../process.ts";
import { type Run, type Working } from "./run-state.ts";
import { duration, names } from "./world.ts";

const Payload = z.object({ numbers: z.array(z.string()), tenant: z.string() });

class PlannedFailure extends SwitchyardError {
  override readonly name = "PlannedFailure";
  readonly code = "simulation.planned";
}

/** A worker function as `defineWorker` makes it, whose work is to do what was planned for its task. */
export async function workerProgram(run: Run, process: Process, event: unknown, deadline: number) {
  const { simulation, world, planned } = run;
  const clock = simulation.scheduler;
  const handler = defineWorker(
    {
      name: "worker",
      payload: Payload,
      ...(world.alter.claimOnStart === false && { claimOnStart: false }),
      async run({ payload, task }) {
        const number = Number(payload.numbers[0]);
        const { works = 0, fails = 0, vanishes = false } = planned[number] ?? {};
        const { task_id = "", attempts: attempt = 0 } = task ?? {};
        const working: Working = {
          task_id,
          attempt,
          number,
          tenant: payload.tenant,
          from: clock.now(),
        };
        begin(run, working);
        process.onDeath(() => (working.until ??= clock.now()));
        await process.sleep(works);
        if (vanishes && attempt === 1) {
          process.kill();
          await process.sleep(1);
        }
        working.until = clock.now();
        if (attempt <= fails) throw new PlannedFailure(`attempt ${attempt}`);
        return { number };
      },
    },
    {
      settings: { assistant: names.assistant, deadTopic: "dead" },
      lambda: simulation.client<LambdaClient>(process, world.lambda),
      log: { info: () => {}, warn: () => {}, error: () => {} },
      now: process.now,
      newToken: process.newToken,
      random: () => process.random.between(0, 999) / 1_000,
      sleep: process.sleep,
      after: (ms, call) => clock.after(ms, () => process.isRunning && call()),
    },
  );
  return handler(event, {
    functionName: names.worker,
    awsRequestId: process.name,
    getRemainingTimeInMillis: () => deadline - clock.now(),
    invokedFunctionArn: `arn:aws:lambda:us-east-1:000000000000:function:${names.worker}`,
    logGroupName: "simulation",
    logStreamName: "simulation",
  } as Parameters<typeof handler>[1]);
}

/** In ms. */
export const workerTimeout = duration * 1_000;

function begin({ works, most }: Run, working: Working): void {
  works.push(working);
  const atWork = works.filter(({ until }) => until === undefined);
  most.all = Math.max(most.all, atWork.length);
  const same = atWork.filter(({ tenant }) => tenant === working.tenant);
  most.ofTenant = Math.max(most.ofTenant, same.length);
}
