import { setTimeout as sleep } from "node:timers/promises";
import { costOf } from "@switchyard/core/aws/cost.ts";
import { prices } from "@switchyard/core/aws/prices.ts";
import type { LocalApp } from "../local/stack.ts";
import { readLogs, requestsIn, type Logged } from "./logs.ts";

/** What scheduler, orchestrator, scavenger and assistant asked of AWS for each task, by their own logs. */
export interface TaskCost {
  readonly requestsPerTask: number;
  /** Of the essentials; the task's own is one more. */
  readonly invocationsPerTask: number;
  /** US dollars at list prices: requests, capacity units, invocations, running time. */
  readonly dollarsPerThousand: number;
  readonly parts: Readonly<Record<string, number>>;
  /** The list prices' date. */
  readonly pricesOf: string;
}

/** The essentials' functions have 1024 MB. */
const gigabytes = 1;

/** What was logged, as a task's share. Pure. */
export function taskCost({ counts, invocations, milliseconds }: Logged, tasks: number): TaskCost {
  // Invocations are counted where they arrive: those that a clock or a person makes cost as much.
  const { "lambda.Invoke": _, ...requests } = counts.requests;
  const { total, parts } = costOf(
    { ...counts, requests: { ...requests, "lambda.Invoke": invocations } },
    { lambdaGbSeconds: (milliseconds / 1_000) * gigabytes },
  );
  const share = (of: number) => (tasks === 0 ? 0 : of / tasks);
  return {
    requestsPerTask: share(requestsIn({ ...counts, requests })),
    invocationsPerTask: share(invocations),
    dollarsPerThousand: share(total) * 1_000,
    parts: Object.fromEntries(
      Object.entries(parts).map(([name, dollars]) => [name, share(dollars) * 1_000]),
    ),
    pricesOf: prices.asOf,
  };
}

/** Adds up the essentials' logs since `began` (ms since 1970) for `tasks`. */
export async function readTaskCost(app: LocalApp, began: number, tasks: number): Promise<TaskCost> {
  // The last invocations log their requests after the last task is closed.
  await sleep(1_500);
  const { scheduler, orchestrator, scavenger, assistant } = app.outputs;
  const names = [scheduler, orchestrator, scavenger, assistant];
  const isTheirs = (group: string) => names.some((name) => group.endsWith(`/${name}`));
  return taskCost(await readLogs(app, isTheirs, began), tasks);
}

/** For people. Pure. */
export const costText = (cost: TaskCost): string =>
  [
    `The orchestration made ${cost.requestsPerTask.toFixed(2)} requests and ${cost.invocationsPerTask.toFixed(2)} invocations of its own functions a task, idle runs included.`,
    `On AWS a thousand such tasks cost about $${cost.dollarsPerThousand.toFixed(3)} (scheduler, orchestrator, scavenger and assistant: ` +
      `their requests, capacity units, invocations and running time here; list prices of ${cost.pricesOf}).`,
  ].join("\n");
