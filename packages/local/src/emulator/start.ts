import { join } from "node:path";
import { LocalError } from "../errors.ts";
import { type Facts, type Rung, chooseEmulator } from "./choose.ts";
import { type Context, contextOf } from "./context.ts";
import { findCompose } from "./docker.ts";
import { NoEmulatorError, PortInUseError } from "./errors.ts";
import { useGiven } from "./given.ts";
import { withLock } from "./lock.ts";
import { startLocalStack } from "./own-localstack.ts";
import { startMiniStack, type Started } from "./own-ministack.ts";
import { readRecord, writeRecord } from "./record.ts";
import { reuseRecorded } from "./reuse.ts";
import { type Emulator, type EmulatorOptions } from "./types.ts";

/**
 * Gets an AWS emulator: the one at AWS_ENDPOINT_URL, else one that an earlier run left, else a new
 * MiniStack (installed first where needed), else LocalStack in Docker.
 *
 * It listens on 127.0.0.1 only and ends with this process, also after a crash, unless `persistent`.
 * Throws a `LocalError`: `NoEmulatorError` lists all that was tried; where one emulator was asked
 * for, that one's own error.
 */
export async function startEmulator(options: EmulatorOptions = {}): Promise<Emulator> {
  const context = contextOf(options);
  if (!context.reuse) return (await climb(context)).emulator;
  const { endpoint } = context.settings;
  if (context.wanted === undefined && endpoint !== undefined) return useGiven(endpoint, context);
  // Two runs that begin at once shall end up with the same emulator.
  return withLock(
    join(context.folder, "emulator.lock"),
    async () => (await reuseRecorded(context)) ?? startAndRecord(context),
    { onWait: (pid) => context.say(`Waiting for process ${pid}, which is starting an emulator …`) },
  );
}

async function startAndRecord(context: Context) {
  const { emulator, record } = await climb(context);
  // One that runs for somebody else (another kind, another port) keeps its record.
  if (record !== undefined && (await readRecord(context.folder)) === undefined) {
    await writeRecord(context.folder, record);
  }
  return emulator;
}

const starters = { ministack: startMiniStack, localstack: startLocalStack } as const;

async function climb(
  context: Context,
): Promise<Started | { emulator: Emulator; record: undefined }> {
  let facts: Facts = { wanted: context.wanted, endpoint: context.settings.endpoint };
  let failure: LocalError | undefined;
  for (;;) {
    const choice = chooseEmulator(facts);
    if (choice.kind === "given") {
      return { emulator: await useGiven(choice.endpoint, context), record: undefined };
    }
    if (choice.kind === "none") {
      throw failure !== undefined && context.wanted !== undefined
        ? failure
        : new NoEmulatorError(choice.tried);
    }
    const name = choice.kind === "look" ? choice.at : choice.name;
    try {
      if (choice.kind === "start") return await starters[name](context);
      facts = { ...facts, [name]: await look(name, context) };
    } catch (error) {
      // Another emulator would not free a port that was asked for.
      if (!(error instanceof LocalError) || error instanceof PortInUseError) throw error;
      failure = error;
      facts = { ...facts, [name]: unusable(name, error) };
      context.say(`${name} can't be used: ${error.message.split("\n")[0]}`);
    }
  }
}

async function look(name: "ministack" | "localstack", context: Context): Promise<Rung> {
  if (name === "localstack") await findCompose(context.environment);
  else if ((await context.installed()) === undefined) await context.python();
  return { usable: true };
}

function unusable(name: string, { code, message, hint }: LocalError): Rung {
  return { usable: false, attempt: { name, code, reason: message, hint } };
}
