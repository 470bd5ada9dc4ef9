import { setTimeout as sleep } from "node:timers/promises";
import { costOf } from "@switchyard/core/aws/cost.ts";
import { prices } from "@switchyard/core/aws/prices.ts";
import type { LocalApp } from "../local/stack.ts";
import { readLogs, requestsIn } from "./logs.ts";

/** What the transform asked of AWS and how long it ran, read from its own log. */
export interface CostReport {
  requestsPerFile: number;
  /** US dollars at list prices. */
  dollarsPerThousand: number;
  requests: Readonly<Record<string, number>>;
  lambdaSeconds: number;
  /** The list prices' date. */
  pricesOf: string;
}

/** Adds up the log since `began` (ms since 1970) for `files` uploads. */
export async function costReport(app: LocalApp, began: number, files: number): Promise<CostReport> {
  // The last invocation logs its requests after its files are done.
  await sleep(1_500);
  const isTransform = (group: string) => group.includes("UploadsSubscriber");
  const { counts, invocations, milliseconds } = await readLogs(app, isTransform, began);
  const requests = { ...counts.requests, "lambda.Invoke": invocations };
  const gigabytes = 1769 / 1024;
  const { total } = costOf(
    { ...counts, requests },
    { lambdaGbSeconds: (milliseconds / 1000) * gigabytes },
  );
  return {
    requestsPerFile: files === 0 ? 0 : requestsIn(counts) / files,
    dollarsPerThousand: files === 0 ? 0 : (total / files) * 1000,
    requests,
    lambdaSeconds: milliseconds / 1000,
    pricesOf: prices.asOf,
  };
}
