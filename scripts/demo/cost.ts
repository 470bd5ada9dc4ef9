import { setTimeout as sleep } from "node:timers/promises";
import {
  CloudWatchLogsClient,
  DescribeLogGroupsCommand,
  FilterLogEventsCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import { costOf } from "@switchyard/core/aws/cost.ts";
import type { Counts } from "@switchyard/core/aws/meter.ts";
import { prices } from "@switchyard/core/aws/prices.ts";
import type { LocalApp } from "../local/stack.ts";

/** What the transform asked of AWS and how long it ran, read from its own log. */
export interface CostReport {
  requestsPerFile: number;
  /** US dollars at list prices. */
  dollarsPerThousand: number;
  requests: Record<string, number>;
  lambdaSeconds: number;
  /** The list prices' date. */
  pricesOf: string;
}

/** Adds up the log since `began` (ms since 1970) for `files` uploads. */
export async function costReport(app: LocalApp, began: number, files: number): Promise<CostReport> {
  // The last invocation logs its requests after its files are done.
  await sleep(1_500);
  const messages = await logOfTransform(app, began);
  const counts = messages
    .flatMap(countsIn)
    .reduce(add, { requests: {}, readUnits: 0, writeUnits: 0 });
  const milliseconds = messages.map(durationIn).reduce((sum, one) => sum + one, 0);
  const invocations = messages.filter((message) => message.startsWith("REPORT")).length;
  const requests: Record<string, number> = { ...counts.requests, "lambda.Invoke": invocations };
  const gigabytes = 1769 / 1024;
  const { total } = costOf(
    { ...counts, requests },
    { lambdaGbSeconds: (milliseconds / 1000) * gigabytes },
  );
  const asked = Object.values(counts.requests).reduce((sum, one) => sum + one, 0);
  return {
    requestsPerFile: files === 0 ? 0 : asked / files,
    dollarsPerThousand: files === 0 ? 0 : (total / files) * 1000,
    requests,
    lambdaSeconds: milliseconds / 1000,
    pricesOf: prices.asOf,
  };
}

async function logOfTransform({ emulator }: LocalApp, startTime: number) {
  const { AWS_ACCESS_KEY_ID: accessKeyId = "", AWS_SECRET_ACCESS_KEY: secretAccessKey = "" } =
    emulator.env;
  const { endpoint, region } = emulator;
  const logs = new CloudWatchLogsClient({
    endpoint,
    region,
    credentials: { accessKeyId, secretAccessKey },
  });
  const { logGroups = [] } = await logs.send(new DescribeLogGroupsCommand({}));
  const names = logGroups.map(({ logGroupName = "" }) => logGroupName);
  const messages: string[] = [];
  for (const logGroupName of names.filter((name) => name.includes("UploadsSubscriber"))) {
    let nextToken: string | undefined;
    do {
      const page = await logs.send(
        new FilterLogEventsCommand({ logGroupName, startTime, nextToken }),
      );
      messages.push(...(page.events ?? []).map(({ message = "" }) => message));
      nextToken = page.nextToken;
    } while (nextToken);
  }
  return messages;
}

function countsIn(message: string): Counts[] {
  if (!message.includes('"message":"requests"')) return [];
  return [(JSON.parse(message) as { counts: Counts }).counts];
}

function add(a: Counts, b: Counts): Counts {
  const requests: Record<string, number> = { ...a.requests };
  for (const [operation, times] of Object.entries(b.requests))
    requests[operation] = (requests[operation] ?? 0) + times;
  return {
    requests,
    readUnits: a.readUnits + b.readUnits,
    writeUnits: a.writeUnits + b.writeUnits,
  };
}

const durationIn = (message: string) =>
  Number(/^REPORT .*?\bDuration: ([\d.]+) ms/s.exec(message)?.[1] ?? 0);
