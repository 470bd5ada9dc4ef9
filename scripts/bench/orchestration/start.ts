import type { LambdaClient } from "@aws-sdk/client-lambda";
import { metered } from "@switchyard/core/aws/meter.ts";
import { orchestrate } from "@switchyard/core/orchestration/orchestrator/orchestrate.ts";
import type { Finding, Say } from "../benchmark.ts";
import { fill } from "./fill.ts";
import { sum } from "./sum.ts";
import { ownLabourer, type World } from "./world.ts";

/** Requests of a run that starts 100 tasks, behind short and long queues. */
export async function countStarts(world: World, count: number, say: Say): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const queued of [1_000, Math.max(1_000, count)]) {
    say(`starting 100 of ${queued} queued tasks`);
    const { requests, started } = await startHundred(world, queued);
    findings.push({
      what: `a run starting 100 of ${queued} queued: requests a task`,
      value: requests / started,
      bar: 1.3,
      unit: "requests",
      steady: true,
      from: `${requests} for ${started} tasks, their invocations among them`,
    });
  }
  return findings;
}

async function startHundred({ store }: World, queued: number) {
  const labourer = ownLabourer(100);
  await fill({ store }, labourer.id, queued);
  let invocations = 0;
  const lambda = {
    // Nobody works here: Lambda's own time isn't the orchestrator's.
    send: async () => {
      invocations++;
      return { StatusCode: 202 };
    },
  } as unknown as Pick<LambdaClient, "send">;
  const { result, counts } = await metered(async () =>
    orchestrate({ labourers: [labourer] }, { store, lambda }),
  );
  return { requests: sum(counts.requests) + invocations, started: result.started };
}
