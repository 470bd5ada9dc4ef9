import { randomUUID } from "node:crypto";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { type Context } from "./context.ts";
import { describeEmulator } from "./describe.ts";
import { EmulatorDiedError } from "./errors.ts";
import { installMiniStack } from "./install.ts";
import { lastLines, removeOldLogs } from "./log.ts";
import { launchMiniStack, type Launched } from "./ministack.ts";
import { endProcessGroup } from "./process.ts";
import { type EmulatorRecord, removeRecord } from "./record.ts";
import { makeRunFolder, markRunFolder, removeDeadRunFolders } from "./run-folder.ts";
import { type Emulator } from "./types.ts";

export interface Started {
  readonly emulator: Emulator;
  /** What a later run has to know to use or to end it. */
  readonly record: EmulatorRecord;
}

interface Run {
  readonly instance: string;
  readonly runFolder: string;
  readonly logFile: string;
}

/** Installs MiniStack where needed and starts it, in a folder of this run alone. */
export async function startMiniStack(context: Context): Promise<Started> {
  const { folder, logFolder, environment, say } = context;
  const findPython = context.python;
  const python = await installMiniStack({ folder, findPython, environment, onProgress: say });
  await Promise.all([removeDeadRunFolders(folder), removeOldLogs(logFolder)]);
  const instance = randomUUID();
  const runFolder = await makeRunFolder(folder, instance);
  const began = new Date().toISOString().replace(/[:.]/g, "-");
  const logFile = join(logFolder, `${began}-ministack-${instance.slice(0, 8)}.log`);
  const run = { instance, runFolder, logFile };
  try {
    const launched = await launch(python, run, context);
    say(`MiniStack ${launched.health.version} runs at ${launched.endpoint}.`);
    return {
      emulator: emulatorOf(launched, run, context),
      record: recordOf(launched, run, context),
    };
  } catch (error) {
    await removeFolder(runFolder);
    throw error;
  }
}

async function launch(python: string, { runFolder, logFile }: Run, context: Context) {
  const { port, persistent, nodeFolder } = context;
  const { path } = context.settings;
  const options = { python, runFolder, logFile, port, persistent, nodeFolder, path };
  const launched = await launchMiniStack(options);
  await markRunFolder(runFolder, [launched.process]);
  return launched;
}

function emulatorOf(launched: Launched, run: Run, { folder, settings }: Context): Emulator {
  const { instance, runFolder, logFile } = run;
  let stopping = false;
  const clean = async () => {
    await removeRecord(folder, instance);
    await removeFolder(runFolder);
  };
  const untilDied = async () => {
    const how = await launched.ended;
    if (stopping) return new Promise<never>(() => undefined);
    const lines = await lastLines(logFile);
    await clean();
    return new EmulatorDiedError(`MiniStack ended by itself (${how}).`, lines);
  };
  return describeEmulator({
    name: "ministack",
    endpoint: launched.endpoint,
    region: settings.region,
    health: launched.health,
    instance,
    reused: false,
    logFile,
    died: untilDied(),
    stop: async () => {
      stopping = true;
      await endProcessGroup(launched.process);
      await clean();
    },
  });
}

function recordOf(launched: Launched, run: Run, context: Context): EmulatorRecord {
  return {
    schema: 1,
    name: "ministack",
    endpoint: launched.endpoint,
    port: launched.port,
    region: context.settings.region,
    version: launched.health.version,
    instance: run.instance,
    process: launched.process,
    logFile: run.logFile,
    runFolder: run.runFolder,
    persistent: context.persistent,
    startedAt: Date.now(),
  };
}

async function removeFolder(folder: string) {
  await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 });
}
