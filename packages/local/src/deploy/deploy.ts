import { rm } from "node:fs/promises";
import path from "node:path";
import { withLock } from "../emulator/lock.ts";
import { connect, type Target } from "../provider/aws.ts";
import { localProvider, removeAll, type Change, type Progress } from "../provider/provider.ts";
import { State } from "../provider/state.ts";
import { ensurePlatform } from "../synth/platform.ts";
import { buildFunction, type BuildRequest } from "../synth/functions.ts";
import { prepareProgram, runProgram } from "../synth/run.ts";
import { emulatorInstance } from "./instance.ts";
import { digestBuilds, digestOf, isFunction, noteSending, rebuild, type Made } from "./made.ts";
import { removeOld } from "./remove-old.ts";
import { sendCode } from "./send-code.ts";

export interface DeployOptions {
  /** The project's folder, with sst.config.ts. */
  root: string;
  target: Target;
  stage: string;
  /** Values of `sst.Secret`s by name. */
  secrets: Record<string, string>;
  onChange?: Progress;
}

export interface Deployment {
  /** What the program's `run()` returned. */
  outputs: Record<string, unknown>;
  counts: Record<Change, number>;
  milliseconds: number;
  /** What each function's code was made from, for updates without another run of the program. */
  builds: FunctionBuild[];
}

/** One bundled function: the request that made it, its folder, what it is made of, and its name on the emulator. */
export interface FunctionBuild {
  request: BuildRequest;
  out: string;
  /** Absolute paths. */
  inputs: string[];
  functionName: string;
}

/** Folder for all that the local stack keeps; ignored by git. */
export const cacheFolder = (root: string) => path.join(root, ".switchyard");

/**
 * Deploys the project's SST program to an emulator: creates, updates in place, removes what is gone.
 *
 * Once a process, for Pulumi's SDK keeps global state (`deployApart` starts a process for it).
 * A run that failed half-way is continued by the next. Throws errors of `LocalError`.
 */
export async function deploy(options: DeployOptions): Promise<Deployment> {
  return withLock(lockOf(options), () => deployAlone(options));
}

const lockOf = ({ root, stage }: Pick<DeployOptions, "root" | "stage">) =>
  path.join(cacheFolder(root), "state", `${stage}.lock`);

async function deployAlone({
  root,
  target,
  stage,
  secrets,
  onChange = () => {},
}: DeployOptions): Promise<Deployment> {
  const began = performance.now();
  const counts = { created: 0, updated: 0, kept: 0, replaced: 0, removed: 0, "not created": 0 };
  const count: Progress = (change, type, name) => {
    counts[change]++;
    onChange(change, type, name);
  };
  const platform = await ensurePlatform({ root, cache: cacheFolder(root) });
  const aws = connect(target);
  const state = await openState(root, stage, target);
  const { region } = target;
  const program = await prepareProgram({ root, platform, stage, region });
  const digest = await digestOf(program.file, { stage, secrets, target });
  const artifacts = path.join(root, ".sst", "artifacts", stage);
  const made = state.made as Made | undefined;
  const again =
    made?.digest === digest ? await rebuild(made.builds, { root, artifacts }) : undefined;
  if (again) {
    await rm(program.file, { force: true });
    const sent = again.changed.map(({ functionName }) => functionName);
    if (sent.length > 0) await noteSending(sent, state);
    await Promise.all(again.changed.map((build) => sendCode(build, aws.lambda)));
    await state.putMade({ digest, builds: again.now } satisfies Made);
    for (const [, { type, name, id }] of state.all())
      count(isFunction(type) && sent.includes(id) ? "updated" : "kept", type, name);
    return { outputs: state.outputs, counts, builds: [...again.now], milliseconds: since(began) };
  }
  await state.putMade(undefined);
  const { engine, prune } = localProvider(aws, state, count);
  const built: Omit<FunctionBuild, "functionName">[] = [];
  const build = async (request: BuildRequest) => {
    const { inputs, ...answer } = await buildFunction(request, { root, artifacts });
    built.push({ request, out: answer.out, inputs });
    return answer;
  };
  const options = { root, platform, stage, region, secrets, engine, build };
  const { outputs } = await runProgram(options, program);
  await prune();
  await state.putOutputs(outputs);
  const builds = built.map((one) => ({ ...one, functionName: nameOf(one.request, state) }));
  await state.putMade({ digest, builds: await digestBuilds(builds) } satisfies Made);
  return { outputs, counts, builds, milliseconds: since(began) };
}

const since = (began: number) => Math.round(performance.now() - began);

/** SST names a function's resource after its component. */
function nameOf({ functionID }: BuildRequest, state: State): string {
  const isIt = (type: string, name: string) => isFunction(type) && name === `${functionID}Function`;
  return state.all().find(([, { type, name }]) => isIt(type, name))?.[1].id ?? "";
}

/** The state of `stage` in the emulator's present life. */
export async function openState(root: string, stage: string, target: Target): Promise<State> {
  const instance = await emulatorInstance(connect(target));
  const folder = path.join(cacheFolder(root), "state");
  const file = path.join(folder, `${stage}-${instance}.json`);
  await removeOld(folder, { now: Date.now(), keep: [file] });
  return State.open(file);
}

/** Removes everything that `stage` has on the emulator. Returns how many resources went. */
export const destroy = (options: Omit<DeployOptions, "secrets">): Promise<number> =>
  withLock(lockOf(options), () => destroyAlone(options));

async function destroyAlone({
  root,
  target,
  stage,
  onChange = () => {},
}: Omit<DeployOptions, "secrets">) {
  const state = await openState(root, stage, target);
  const count = state.all().length;
  await removeAll(state, connect(target), onChange);
  await state.destroy();
  return count;
}
