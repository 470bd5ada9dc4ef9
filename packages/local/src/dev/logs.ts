import { type CloudWatchLogsClient, FilterLogEventsCommand } from "@aws-sdk/client-cloudwatch-logs";
import { formatLogLine } from "./log-line.ts";

/** A function's log group, and the name people know the function by. */
export interface LogSource {
  logGroupName: string;
  label: string;
}

const pollMs = 700;

/** Streams the functions' logs to `print`, one line each, from now on. Returns how to stop. */
export function streamLogs(
  sources: readonly LogSource[],
  logs: CloudWatchLogsClient,
  print: (line: string) => void,
) {
  const stopping = new AbortController();
  const readers = sources.map((source) => ({ source, since: Date.now(), seen: new Set<string>() }));
  const poll = async () => {
    await Promise.all(readers.map((reader) => read(reader, logs, print)));
    if (!stopping.signal.aborted) timer = setTimeout(() => void poll(), pollMs);
  };
  let timer = setTimeout(() => void poll(), pollMs);
  return () => {
    stopping.abort();
    clearTimeout(timer);
  };
}

interface Reader {
  source: LogSource;
  /** ms since 1970. */
  since: number;
  /** Ids of the events of the newest moment, which are delivered again. */
  seen: Set<string>;
}

async function read(reader: Reader, logs: CloudWatchLogsClient, print: (line: string) => void) {
  const { logGroupName, label } = reader.source;
  let nextToken: string | undefined;
  do {
    const query = new FilterLogEventsCommand({ logGroupName, startTime: reader.since, nextToken });
    // The emulator may be restarting, or the group not be there yet: the next poll tries again.
    const page = await logs.send(query).catch(() => undefined);
    for (const { eventId = "", timestamp = 0, message = "" } of page?.events ?? []) {
      const id = eventId || `${timestamp} ${message}`;
      if (reader.seen.has(id)) continue;
      if (timestamp > reader.since) [reader.since, reader.seen] = [timestamp, new Set()];
      reader.seen.add(id);
      const line = formatLogLine(message, { label, time: timestamp });
      if (line) print(line);
    }
    nextToken = page?.nextToken;
  } while (nextToken);
}
