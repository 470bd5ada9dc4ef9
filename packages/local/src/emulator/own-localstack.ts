import { randomUUID } from "node:crypto";
import { type Context } from "./context.ts";
import { describeEmulator, watchHealth } from "./describe.ts";
import { findCompose } from "./docker.ts";
import { composeLocalStack, type ComposedLocalStack } from "./localstack.ts";
import { markProcess } from "./process.ts";
import { type EmulatorRecord, removeRecord } from "./record.ts";
import { type Emulator } from "./types.ts";

/** Starts LocalStack in Docker, in a Compose project of this run alone. */
export async function startLocalStack(
  context: Context,
): Promise<{ emulator: Emulator; record: EmulatorRecord }> {
  const { environment, persistent, port, settings, say } = context;
  const instance = randomUUID();
  const project = `switchyard-${instance.slice(0, 8)}`;
  const stack = await composeLocalStack({
    compose: await findCompose(environment),
    project,
    persistent,
    environment,
    port,
    token: settings.localStackToken,
    tag: settings.localStackTag,
    onProgress: say,
  });
  say(`LocalStack ${stack.health.version} runs at ${stack.endpoint}.`);
  return {
    emulator: emulatorOf(stack, instance, context),
    record: {
      schema: 1,
      name: "localstack",
      endpoint: stack.endpoint,
      port: stack.port,
      region: settings.region,
      version: stack.health.version,
      instance,
      project,
      // Its containers outlive us by a moment, but it is in use only while we live, or for good.
      ...(persistent ? {} : { process: markProcess(process.pid) }),
      persistent,
      startedAt: Date.now(),
    },
  };
}

function emulatorOf(stack: ComposedLocalStack, instance: string, context: Context): Emulator {
  const watch = watchHealth(stack.endpoint);
  return describeEmulator({
    name: "localstack",
    endpoint: stack.endpoint,
    region: context.settings.region,
    health: stack.health,
    instance,
    reused: false,
    died: watch.died,
    stop: async () => {
      watch.stop();
      await removeRecord(context.folder, instance);
      await stack.down();
    },
  });
}
