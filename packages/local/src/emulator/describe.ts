import { setTimeout as sleep } from "node:timers/promises";
import { capability } from "../conformance/capability.ts";
import { EmulatorDiedError } from "./errors.ts";
import { type Health, readHealth } from "./health.ts";
import { type Emulator, type EmulatorName, localCredentials } from "./types.ts";

export interface Parts {
  readonly name: EmulatorName;
  readonly endpoint: string;
  readonly region: string;
  readonly health: Health;
  readonly instance: string;
  readonly reused: boolean;
  readonly logFile?: string | undefined;
  readonly credentials?: { accessKeyId: string; secretAccessKey: string; sessionToken?: string };
  readonly died: Promise<EmulatorDiedError>;
  readonly stop: () => Promise<void>;
}

/** The emulator as its users see it. */
export function describeEmulator(parts: Parts): Emulator {
  const { health, endpoint, region, credentials = localCredentials } = parts;
  let stopping: Promise<void> | undefined;
  return {
    name: parts.name,
    kind: health.kind,
    endpoint,
    functionEndpoint: health.kind === "localstack" ? undefined : endpoint,
    region,
    env: environmentOf(endpoint, region, credentials),
    enforcesIam: health.enforcesIam,
    firesSchedules: capability(health.kind, "schedules.fire") === "works",
    version: health.version,
    instance: parts.instance,
    reused: parts.reused,
    logFile: parts.logFile,
    died: parts.died,
    stop: () => (stopping ??= parts.stop()),
  };
}

function environmentOf(
  endpoint: string,
  region: string,
  credentials: { accessKeyId: string; secretAccessKey: string; sessionToken?: string },
) {
  const { sessionToken } = credentials;
  return {
    AWS_ENDPOINT_URL: endpoint,
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    ...(sessionToken === undefined ? {} : { AWS_SESSION_TOKEN: sessionToken }),
  };
}

/** A look at an emulator that isn't our child. Keeps no process alive; `stop` ends the looking. */
export interface Watch {
  readonly died: Promise<EmulatorDiedError>;
  readonly stop: () => void;
}

/** Looks every `everyMs` milliseconds whether it still runs, until it doesn't. */
export function watchFromAfar(
  isAlive: () => Promise<boolean>,
  how: string,
  everyMs = 1_000,
): Watch {
  const stopping = new AbortController();
  const { signal } = stopping;
  const look = async () => {
    do await sleep(everyMs, undefined, { ref: false });
    while (!signal.aborted && (await isAlive()));
    return signal.aborted ? new Promise<never>(() => undefined) : new EmulatorDiedError(how, "");
  };
  return { died: look(), stop: () => stopping.abort() };
}

/** Watches an emulator by its answers: three silences in a row count as its end. */
export function watchHealth(endpoint: string, everyMs = 1_000): Watch {
  let silences = 0;
  const isAlive = async () => {
    const health = await readHealth(endpoint, { timeoutMs: 5_000 });
    silences = health === undefined ? silences + 1 : 0;
    return silences < 3;
  };
  return watchFromAfar(isAlive, `What ran at ${endpoint} doesn't answer any more.`, everyMs);
}
