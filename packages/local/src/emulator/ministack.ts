import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, mkdirSync, writeFileSync, openSync } from "node:fs";
import { Socket } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { EmulatorStartError } from "./errors.ts";
import { type Health, readHealth } from "./health.ts";
import { lastLines } from "./log.ts";
import { assertPortFree, freePort } from "./port.ts";
import { endLeftovers, endProcessGroup, markProcess, type ProcessMark } from "./process.ts";

export interface LaunchOptions {
  /** The Python of the environment that MiniStack is installed in. */
  readonly python: string;
  /** A folder of this run alone, for its data and temporary files. */
  readonly runFolder: string;
  readonly logFile: string;
  readonly port?: number | undefined;
  readonly persistent: boolean;
  /** The folder of the `node` that functions run on; comes before `path`. */
  readonly nodeFolder: string;
  readonly path: string;
  readonly timeoutMs?: number;
}

export interface Launched {
  readonly process: ProcessMark;
  readonly port: number;
  readonly endpoint: string;
  readonly health: Health;
  /** How it ended: `exit code 1`, `signal SIGKILL`. */
  readonly ended: Promise<string>;
}

/**
 * Starts MiniStack on 127.0.0.1 and waits until it answers.
 *
 * Unless `persistent`, it ends when this process does, however this one ends.
 * Throws `PortInUseError` for a given port, `EmulatorStartError` with its last log lines.
 */
export async function launchMiniStack(options: LaunchOptions): Promise<Launched> {
  if (options.port !== undefined) {
    await assertPortFree(options.port);
    return launchAt(options.port, options);
  }
  for (let attempt = 1; ; attempt++) {
    try {
      return await launchAt(await freePort(), options);
    } catch (error) {
      // Between asking for a free port and taking it, another process may have come.
      if (attempt >= 3 || !isPortTaken(error)) throw error;
    }
  }
}

function isPortTaken(error: unknown) {
  return error instanceof EmulatorStartError && /already in use/i.test(error.message);
}

async function launchAt(port: number, options: LaunchOptions): Promise<Launched> {
  const child = start(port, options);
  const ended = endOf(child);
  const endpoint = `http://127.0.0.1:${port}`;
  if (child.pid === undefined) throw new EmulatorStartError("It could not be run.", await ended);
  const leader = markProcess(child.pid);
  const waiting = new AbortController();
  const health = await Promise.race([
    untilHealthy(endpoint, waiting.signal, options.timeoutMs ?? 30_000),
    ended,
  ]).finally(() => waiting.abort());
  if (typeof health === "object") {
    return { process: leader, port, endpoint, health, ended };
  }
  await endProcessGroup(leader);
  const how = health === undefined ? "didn't answer in time" : `ended at its start (${health})`;
  throw new EmulatorStartError(`MiniStack ${how}.`, await lastLines(options.logFile));
}

function start(port: number, options: LaunchOptions): ChildProcess {
  const { python, runFolder, logFile, persistent } = options;
  mkdirSync(join(runFolder, "tmp"), { recursive: true });
  // Its workers are CommonJS scripts below this folder; a project's own "type": "module" would end them at once.
  writeFileSync(join(runFolder, "tmp", "package.json"), '{ "type": "commonjs" }');
  const log = openSync(logFile, "a");
  try {
    const guarded = [join(import.meta.dirname, "guarded.py")];
    const child = spawn(python, ["-I", ...(persistent ? ["-m", "ministack"] : guarded)], {
      cwd: runFolder,
      env: ministackEnvironment(port, options),
      // A group of its own: Ctrl-C reaches only us, and its workers can be ended with it.
      detached: true,
      stdio: [persistent ? "ignore" : "pipe", log, log],
    });
    child.unref();
    // The open pipe keeps the emulator alive, but shall not keep this process alive.
    if (child.stdin instanceof Socket) child.stdin.unref();
    child.stdin?.on("error", () => undefined);
    return child;
  } finally {
    closeSync(log);
  }
}

/**
 * MiniStack's whole environment. Nothing else of ours goes there: it hands its own environment on
 * to the functions, which on AWS see none of a developer's variables.
 */
export function ministackEnvironment(
  port: number,
  { runFolder, nodeFolder, path }: Pick<LaunchOptions, "runFolder" | "nodeFolder" | "path">,
): Record<string, string> {
  return {
    PATH: `${nodeFolder}:${path}`,
    HOME: runFolder,
    TMPDIR: join(runFolder, "tmp"),
    LANG: "C.UTF-8",
    TZ: "UTC",
    AUTH: "true",
    BIND_HOST: "127.0.0.1",
    GATEWAY_PORT: String(port),
    SFTP_ENABLED: "0",
    IOT_MTLS_ENABLED: "0",
    S3_DATA_DIR: join(runFolder, "s3"),
    STATE_DIR: join(runFolder, "state"),
    LOG_LEVEL: "WARNING",
  };
}

function endOf(child: ChildProcess) {
  return new Promise<string>((resolve) => {
    child.once("error", (error) => resolve(error.message));
    child.once("exit", (code, signal) => {
      // Its workers, functions that still run, are no use without it.
      if (child.pid !== undefined) endLeftovers(child.pid);
      resolve(signal === null ? `exit code ${code}` : `signal ${signal}`);
    });
  });
}

async function untilHealthy(endpoint: string, signal: AbortSignal, timeoutMs: number) {
  const deadline = performance.now() + timeoutMs;
  while (!signal.aborted && performance.now() < deadline) {
    const health = await readHealth(endpoint);
    if (health?.kind === "ministack") return health;
    await sleep(25);
  }
  return undefined;
}
