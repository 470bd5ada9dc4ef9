import { rm } from "node:fs/promises";
import { type Context } from "./context.ts";
import { describeEmulator, watchFromAfar, watchHealth } from "./describe.ts";
import { findCompose } from "./docker.ts";
import { type Health, readHealth } from "./health.ts";
import { endProcessGroup, isRunning } from "./process.ts";
import { type EmulatorRecord, readRecord, removeRecord } from "./record.ts";
import { runCommand } from "./run.ts";
import { ownEnvironment } from "./settings.ts";
import { type Emulator } from "./types.ts";

/**
 * The emulator that an earlier run recorded, if it still runs and is the one wanted.
 *
 * A record of what no longer runs is removed; a process that only has its old id is not touched.
 */
export async function reuseRecorded(context: Context): Promise<Emulator | undefined> {
  const { folder, say } = context;
  const record = await readRecord(folder);
  if (record === undefined) return undefined;
  const health = await healthOf(record);
  if (health === undefined) {
    await forget(folder, record);
    return undefined;
  }
  if (!suits(record, context)) return undefined;
  say(`Using ${record.name} ${record.version} at ${record.endpoint}, which runs already.`);
  return attach(record, health);
}

/** Whether the recorded emulator still runs and answers. */
async function healthOf(record: EmulatorRecord): Promise<Health | undefined> {
  if (record.process !== undefined && !isRunning(record.process)) return undefined;
  const health = await readHealth(record.endpoint);
  return health?.kind === record.name ? health : undefined;
}

function suits(record: EmulatorRecord, { wanted, port }: Context) {
  return (wanted ?? record.name) === record.name && (port ?? record.port) === record.port;
}

function attach(record: EmulatorRecord, health: Health): Emulator {
  const { name, endpoint, region, instance, logFile } = record;
  const mark = record.process;
  const how = `The ${name} that another run started has ended.`;
  const watch =
    mark === undefined
      ? watchHealth(endpoint)
      : watchFromAfar(async () => isRunning(mark), how, 500);
  const { died } = watch;
  const stop = async () => watch.stop();
  const reused = true;
  return describeEmulator({
    name,
    endpoint,
    region,
    health,
    instance,
    logFile,
    reused,
    died,
    stop,
  });
}

/**
 * Ends the emulator that a run left in `folder`, whoever started it. Returns whether one ran.
 *
 * Throws `DockerError` when its containers can't be removed.
 */
export async function stopRecorded(folder: string): Promise<boolean> {
  const record = await readRecord(folder);
  if (record === undefined) return false;
  const ran = (await healthOf(record)) !== undefined;
  await forget(folder, record);
  return ran;
}

/** Ends what may still run of it, and removes its traces. */
async function forget(folder: string, record: EmulatorRecord) {
  if (record.project !== undefined) await composeDown(record.project);
  else if (record.process !== undefined) await endProcessGroup(record.process);
  await removeRecord(folder, record.instance);
  if (record.runFolder !== undefined) {
    await rm(record.runFolder, { recursive: true, force: true, maxRetries: 3 });
  }
}

async function composeDown(project: string) {
  const env = ownEnvironment();
  const [command, ...first] = await findCompose(env);
  const down = [...first, "-p", project, "down", "--volumes", "--timeout", "5"];
  await runCommand(command, down, { env, timeoutMs: 60_000 });
}
