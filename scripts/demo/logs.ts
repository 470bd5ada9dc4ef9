import {
  CloudWatchLogsClient,
  DescribeLogGroupsCommand,
  FilterLogEventsCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import type { Counts } from "@switchyard/core/aws/meter.ts";
import type { LocalApp } from "../local/stack.ts";

/** What functions asked of AWS and how long they ran, by their own logs. */
export interface Logged {
  readonly counts: Counts;
  readonly invocations: number;
  readonly milliseconds: number;
}

/** Adds up the logs of those functions since `startTime` (ms since 1970). */
export async function readLogs(
  { emulator }: LocalApp,
  isTheirs: (logGroup: string) => boolean,
  startTime: number,
): Promise<Logged> {
  const { AWS_ACCESS_KEY_ID: accessKeyId = "", AWS_SECRET_ACCESS_KEY: secretAccessKey = "" } =
    emulator.env;
  const { endpoint, region } = emulator;
  const logs = new CloudWatchLogsClient({
    endpoint,
    region,
    credentials: { accessKeyId, secretAccessKey },
  });
  const { logGroups = [] } = await logs.send(new DescribeLogGroupsCommand({}));
  const names = logGroups.map(({ logGroupName = "" }) => logGroupName).filter(isTheirs);
  const messages: string[] = [];
  for (const logGroupName of names) {
    let nextToken: string | undefined;
    do {
      const page = await logs.send(
        new FilterLogEventsCommand({ logGroupName, startTime, nextToken }),
      );
      messages.push(...(page.events ?? []).map(({ message = "" }) => message));
      nextToken = page.nextToken;
    } while (nextToken);
  }
  logs.destroy();
  return loggedIn(messages);
}

/** Adds up lines of logs. Pure. */
export const loggedIn = (messages: readonly string[]): Logged => ({
  counts: messages.flatMap(countsIn).reduce(add, { requests: {}, readUnits: 0, writeUnits: 0 }),
  invocations: messages.filter((message) => message.startsWith("REPORT")).length,
  milliseconds: messages.map(durationIn).reduce((sum, one) => sum + one, 0),
});

/** All requests together. */
export const requestsIn = ({ requests }: Counts): number =>
  Object.values(requests).reduce((sum, one) => sum + one, 0);

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
