import type { LambdaClient } from "@aws-sdk/client-lambda";
import { parseLabourer } from "@switchyard/core/orchestration/labourer.ts";
import { orchestrate } from "@switchyard/core/orchestration/orchestrator/orchestrate.ts";
import type { Finding, Say } from "../benchmark.ts";
import { modelStore, type Asked } from "./model-store.ts";
import { fillQueue, queues, type Queue } from "./queues.ts";

/**
 * What a run asks of DynamoDB that starts 100 tasks behind a million others: the orchestrator's
 * own code on tables in memory, which the emulators' tables are too slow for. Each is held to
 * the same run behind a thousand.
 */
export async function countBehindMany(most: number, say: Say): Promise<Finding[]> {
  const few = 1_000;
  const findings: Finding[] = [];
  for (const [name, queue] of Object.entries(queues)) {
    const short = await startHundred(queue, few, say);
    const long = await startHundred(queue, most, say);
    findings.push(...comparing(`${name}, ${most} over ${few}`, short, long));
    if (!queue.flow) findings.unshift(requestsATask(most, long));
  }
  return findings;
}

function requestsATask(queued: number, { requests, started }: Started): Finding {
  return {
    what: `a run starting 100 of ${queued} queued: requests a task`,
    value: (requests + started) / started,
    bar: 1.3,
    unit: "requests",
    steady: true,
    from: `${requests + started} for ${started} tasks, their invocations among them; tables in memory`,
  };
}

function comparing(what: string, short: Started, long: Started): Finding[] {
  return (["requests", "read", "units"] as const).map((unit) => ({
    what: `100 starts: ${what}: ${shown[unit]}`,
    value: long[unit] / short[unit],
    bar: 1.02,
    unit: "times",
    steady: true,
    from: `${round(long[unit])} and ${round(short[unit])} for ${long.started} tasks`,
  }));
}

const shown = { requests: "requests", read: "items queried", units: "capacity units" };
const round = (value: number) => Math.round(value * 10) / 10;

interface Started extends Asked {
  readonly started: number;
}

async function startHundred(queue: Queue, queued: number, say: Say): Promise<Started> {
  const { store, asked } = await modelStore();
  const labourer = parseLabourer("bench", {
    arn: "bench",
    max_simultaneous_invocations: 110,
    ...(queue.flow && { flow: queue.flow }),
  });
  say(`${queued} tasks in memory`);
  await fillQueue(store, labourer, queue, queued);
  Object.assign(asked, { requests: 0, read: 0, units: 0 } satisfies Asked);
  const lambda = { send: async () => ({ StatusCode: 202 }) } as unknown as LambdaClient;
  const { started } = await orchestrate({ labourers: [labourer] }, { store, lambda });
  return { ...asked, started };
}
