import { spawn } from "node:child_process";
import { Socket } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { type Compose } from "./docker.ts";
import { DockerError, EmulatorStartError } from "./errors.ts";
import { type Health, readHealth } from "./health.ts";
import { assertPortFree, freePort } from "./port.ts";
import { type RunCommand, runCommand } from "./run.ts";

/** The last community release that starts without a token, and one for those who have a token. */
const tags = { community: "4.14.0", licensed: "2026.06.0" } as const;

export interface ComposeOptions {
  readonly compose: Compose;
  /** The Compose project; ends exactly its containers. */
  readonly project: string;
  readonly file?: string;
  readonly port?: number | undefined;
  readonly persistent: boolean;
  readonly token: string | undefined;
  readonly tag: string | undefined;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly timeoutMs?: number;
  readonly run?: RunCommand;
  readonly onProgress?: ((line: string) => void) | undefined;
}

export interface ComposedLocalStack {
  readonly port: number;
  readonly endpoint: string;
  readonly health: Health;
  down(): Promise<void>;
}

const composeFile = join(import.meta.dirname, "../../../../compose.yaml");

/** LocalStack's image tag: the one asked for, a newer one with a token, else 4.14.0. */
export function localStackTag(token: string | undefined, tag: string | undefined): string {
  return tag ?? (token === undefined ? tags.community : tags.licensed);
}

/**
 * Starts LocalStack by Docker Compose and waits until it is healthy.
 *
 * Unless `persistent`, its containers are removed also when this process crashes.
 * Throws `DockerError`, `PortInUseError` or `EmulatorStartError` with its last log lines.
 */
export async function composeLocalStack(options: ComposeOptions): Promise<ComposedLocalStack> {
  const { run = runCommand, timeoutMs = 600_000, onProgress } = options;
  if (options.port !== undefined) await assertPortFree(options.port);
  const port = options.port ?? (await freePort());
  const env = composeEnvironment(port, options);
  const [command, ...first] = options.compose;
  const base = [...first, "-p", options.project, "-f", options.file ?? composeFile];
  const down = [...base, "down", "--volumes", "--timeout", "5"];
  const guard = options.persistent ? undefined : guardDown([command, ...down], env);
  const stop = async () => {
    const done = await run(command, down, { env, timeoutMs: 60_000 });
    guard?.kill("SIGKILL");
    if (done.exitCode !== 0)
      throw new DockerError("compose", done.output.trim(), downHint(options));
  };
  onProgress?.(`Starting LocalStack ${env["LOCALSTACK_TAG"]} by Docker Compose …`);
  const up = await run(command, [...base, "up", "--detach"], {
    env,
    timeoutMs,
    onLine: onProgress,
  });
  const endpoint = `http://127.0.0.1:${port}`;
  const health = up.exitCode === 0 ? await untilHealthy(endpoint, 120_000) : undefined;
  if (health !== undefined) return { port, endpoint, health, down: stop };
  const logs = await run(command, [...base, "logs", "--tail", "15"], { env });
  await stop().catch(() => undefined);
  const reason = up.exitCode === 0 ? "LocalStack didn't get healthy." : "LocalStack didn't start.";
  throw new EmulatorStartError(reason, (up.exitCode === 0 ? logs : up).output.trim().slice(-3_000));
}

function downHint({ project }: ComposeOptions) {
  return `Remove it by hand: docker compose -p ${project} down --volumes`;
}

function composeEnvironment(port: number, options: ComposeOptions) {
  return {
    ...options.environment,
    LOCALSTACK_PORT: String(port),
    LOCALSTACK_TAG: localStackTag(options.token, options.tag),
    LOCALSTACK_AUTH_TOKEN: options.token ?? "",
  };
}

/** Waits for the end of this process, by the pipe it holds open, and then takes all down. */
function guardDown(command: readonly string[], env: Readonly<Record<string, string | undefined>>) {
  const guard = spawn("sh", ["-c", 'cat > /dev/null; exec "$@"', "guard", ...command], {
    env,
    detached: true,
    stdio: ["pipe", "ignore", "ignore"],
  });
  guard.unref();
  if (guard.stdin instanceof Socket) guard.stdin.unref();
  guard.stdin.on("error", () => undefined);
  return guard;
}

async function untilHealthy(endpoint: string, timeoutMs: number) {
  const deadline = performance.now() + timeoutMs;
  while (performance.now() < deadline) {
    const health = await readHealth(endpoint);
    if (health?.kind === "localstack") return health;
    await sleep(250);
  }
  return undefined;
}
