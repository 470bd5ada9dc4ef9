import { rm } from "node:fs/promises";
import { pathToFileURL } from "node:url";
import path from "node:path";
import { cliFor, completeApp, type App } from "./app.ts";
import { bundleApp, bundleProgram } from "./bundle.ts";
import { withCommands } from "./commands.ts";
import { ProgramError } from "./errors.ts";
import { buildFunction, type BuildAnswer, type BuildRequest } from "./functions.ts";
import { loadPulumi, type Engine } from "./pulumi.ts";
import { startRpc } from "./rpc.ts";
import { settling } from "./settle.ts";

/** The bucket that SST keeps code in; on AWS its bootstrap makes it. */
export const assetBucket = "sst-asset";

export interface RunOptions {
  /** The project's folder. */
  root: string;
  /** `.sst/platform`, from `ensurePlatform`. */
  platform: string;
  stage: string;
  region: string;
  /** Values of `sst.Secret`s by name. */
  secrets: Record<string, string>;
  engine: Engine;
  /** Bundles the handlers; another one serves synthesis, which needs no bundles. */
  build?: (request: BuildRequest) => Promise<BuildAnswer>;
}

export interface RunResult {
  app: App;
  /** What the program's `run()` returned, resolved. */
  outputs: Record<string, unknown>;
}

/** A program ready to run. */
export interface Program {
  app: App;
  /** The bundled module; gone when it has run. */
  file: string;
}

/** Bundles the project's SST program. Throws `ProgramError`. */
export async function prepareProgram(
  options: Pick<RunOptions, "root" | "platform" | "stage" | "region">,
): Promise<Program> {
  const { root, platform } = options;
  const app = await readApp(options);
  return { app, file: await bundleProgram(root, app, cliFor(root, platform)) };
}

/**
 * Runs the project's SST program against `engine`, once a process: Pulumi's SDK keeps global state.
 *
 * Throws `ProgramError`, and what the engine threw.
 */
export async function runProgram(options: RunOptions, program?: Program): Promise<RunResult> {
  const { root, platform, engine } = options;
  const { app, file } = program ?? (await prepareProgram(options));
  const artifacts = path.join(root, ".sst", "artifacts", app.stage);
  const build =
    options.build ?? ((request: BuildRequest) => buildFunction(request, { root, artifacts }));
  const activity = settling();
  const buildTracked = (request: BuildRequest) => activity.track(() => build(request));
  const rpc = await startRpc({ ...methods(), "Runtime.Build": buildTracked });
  for (const [name, value] of Object.entries(options.secrets))
    process.env[`SST_SECRET_${name}`] = value;
  process.env["SST_SERVER"] = rpc.url;
  const failures = collectFailures();
  try {
    const pulumi = await loadPulumi(
      platform,
      app,
      activity.watch(failures.watch(withCommands(engine))),
    );
    const run = pulumi.runtime.runInPulumiStack(async () => {
      const loaded = (await import(pathToFileURL(file).href)) as {
        default: () => Promise<unknown>;
      };
      return loaded.default();
    });
    // After a failure Pulumi waits for ever for what depends on it.
    const outputs = await Promise.race([run, failures.first]);
    await Promise.race([activity.settled(), failures.first]);
    await Promise.race([pulumi.runtime.waitForRPCs(), failures.first]);
    return { app, outputs: await resolveOutputs(outputs) };
  } finally {
    await rpc.stop();
    await rm(file, { force: true });
  }
}

async function readApp({
  root,
  platform,
  stage,
  region,
}: Pick<RunOptions, "root" | "platform" | "stage" | "region">) {
  const file = await bundleApp(root, platform);
  try {
    Object.assign(globalThis, { $config: (config: unknown) => config });
    const { default: describe } = (await import(pathToFileURL(file).href)) as {
      default: (input: { stage: string }) => Promise<{ name: string }> | { name: string };
    };
    return completeApp(await describe({ stage }), stage, region);
  } finally {
    await rm(file, { force: true });
  }
}

function methods() {
  const bootstrap = {
    asset: assetBucket,
    assetEcrRegistryId: "000000000000",
    assetEcrUrl: "000000000000.dkr.ecr.us-east-1.amazonaws.com/sst-asset",
    state: "sst-state",
    appsyncHttp: "",
    appsyncRealtime: "",
  };
  return { "Provider.Aws.Bootstrap": () => bootstrap };
}

/**
 * Pulumi reports a failed registration by rejections nobody awaits; the first failure is the one that matters.
 * Those that follow from it come later still, so this listens until the process ends.
 */
function collectFailures() {
  const { promise: first, reject } = Promise.withResolvers<never>();
  const fail = (error: unknown) =>
    reject(error instanceof Error ? error : new ProgramError(String(error)));
  process.on("unhandledRejection", fail);
  first.catch(() => {}); // Whoever races it hears of it.
  return {
    first,
    watch: (engine: Engine): Engine => ({
      register: (registration) => engine.register(registration).catch(rethrow(fail)),
      call: (token, inputs) => engine.call(token, inputs).catch(rethrow(fail)),
    }),
  };
}

function rethrow(note: (error: unknown) => void) {
  return (error: unknown): never => {
    note(error);
    throw error;
  };
}

async function resolveOutputs(outputs: unknown): Promise<Record<string, unknown>> {
  const entries = Object.entries((outputs ?? {}) as Record<string, unknown>);
  const resolved = entries.map(async ([key, value]) => [key, await resolveOutput(value)] as const);
  return Object.fromEntries(await Promise.all(resolved));
}

async function resolveOutput(value: unknown): Promise<unknown> {
  const promise = (value as { promise?: () => Promise<unknown> } | null)?.promise;
  return typeof promise === "function" ? promise.call(value) : value;
}
