import path from "node:path";
import { deployApart } from "../deploy/apart.ts";
import { cacheFolder, openState, type Deployment } from "../deploy/deploy.ts";
import { isFunction, noteSending, noteSent, type Made } from "../deploy/made.ts";
import { startEmulator } from "../emulator/start.ts";
import type { Emulator, EmulatorOptions } from "../emulator/types.ts";
import { describeError } from "../errors.ts";
import { connect } from "../provider/aws.ts";
import type { State } from "../provider/state.ts";
import { targetOf } from "../stack.ts";
import { watchFunctions } from "./functions.ts";
import { streamLogs } from "./logs.ts";
import { planTicks, startTicks } from "./ticks.ts";
import { changedSince, watchFiles } from "./watch.ts";

export interface DevOptions {
  root: string;
  stage: string;
  secrets: Record<string, string>;
  emulator?: Omit<EmulatorOptions, "folder">;
  /** Folders and files below `root` whose change calls for another run of the program. */
  program?: readonly string[];
  /** Folders below `root` whose files functions are made of. */
  code?: readonly string[];
  /** Told everything, a line each. */
  say: (line: string) => void;
}

/** What runs until it is stopped. */
export interface DevLoop {
  emulator: Emulator;
  deployment: Deployment;
  stop: () => Promise<void>;
}

/**
 * Deploys, then follows the project's files: a change of code updates just the functions it is in, a change of the
 * program deploys again. Errors are told and don't end the loop. Streams the functions' logs.
 *
 * Throws errors of `LocalError` while it starts.
 */
export async function startDev(options: DevOptions): Promise<DevLoop> {
  const {
    root,
    stage,
    secrets,
    say,
    program = ["sst.config.ts", "infra"],
    code = ["packages"],
  } = options;
  const emulator = await startEmulator({ ...options.emulator, folder: cacheFolder(root) });
  const target = targetOf(emulator);
  const aws = connect(target);
  const deployAgain = () => deployApart({ root, stage, secrets, target });
  try {
    const began = Date.now();
    const deployment = await deployAgain();
    const state = await openState(root, stage, target);
    const endings = [
      streamLogs(logSources(state), aws.logs, say),
      tick(emulator, state, aws.lambda, say),
    ];
    let functions = await watchFunctions(deployment.builds, root, aws.lambda);
    const inTurn = oneAfterAnother(say);
    const isProgram = (file: string) =>
      program.some((place) => file.startsWith(path.join(root, place)));
    const update = async (files: readonly string[]) => {
      const now = await openState(root, stage, target);
      let made: Made | undefined;
      const updates = await functions.update(files, async (names) => {
        made = await noteSending(names, now);
      });
      const isWhole = updates.every(({ error }) => error === undefined);
      if (isWhole)
        await noteSent(
          updates.map((one) => one.functionName),
          made,
          now,
        );
      report(updates, say);
    };
    const follow = async (files: string[]) => {
      if (!files.some(isProgram)) return update(files);
      const { counts, builds, milliseconds } = await deployAgain();
      await functions.stop();
      functions = await watchFunctions(builds, root, aws.lambda);
      say(
        `deployed again in ${milliseconds} ms: ${counts.created} new, ${counts.updated} changed, ${counts.removed} gone`,
      );
    };
    const places = [...program, ...code].map((place) => path.join(root, place));
    const unwatch = await watchFiles(places, (files) => inTurn(() => follow(files)));
    // What was saved while it was deployed.
    const inputs = deployment.builds.flatMap((build) => build.inputs);
    inTurn(async () => update(await changedSince(began, inputs)));
    const stop = async () => {
      for (const end of endings) end();
      await unwatch();
      await functions.stop();
      await emulator.stop();
    };
    return { emulator, deployment, stop };
  } catch (error) {
    await emulator.stop();
    throw error;
  }
}

function report(
  updates: Awaited<ReturnType<Awaited<ReturnType<typeof watchFunctions>>["update"]>>,
  say: (line: string) => void,
) {
  for (const { functionID, milliseconds, error } of updates)
    say(
      error
        ? `${functionID} stays as it was: ${error}`
        : `${functionID} updated in ${milliseconds} ms`,
    );
}

function tick(
  emulator: Emulator,
  state: State,
  lambda: Parameters<typeof startTicks>[1],
  say: (line: string) => void,
) {
  if (emulator.firesSchedules) return () => {};
  const { ticks, left } = planTicks(state.all().map(([, resource]) => resource));
  say(
    `This emulator fires no schedules; this process fires ${ticks.map(({ name }) => name).join(", ") || "none"}.`,
  );
  if (left.length > 0) say(`Nobody fires ${left.join(", ")}: only rate(…) can be fired from here.`);
  return startTicks(ticks, lambda, say);
}

/**
 * The functions' log groups: those that the program made, and those that AWS would choose. LocalStack
 * doesn't know a function's own choice of a group.
 */
function logSources(state: State) {
  const groups = state.all().flatMap(([, { type, id, name }]) => {
    if (type === "aws:cloudwatch/logGroup:LogGroup")
      return [{ logGroupName: id, label: labelOf(name) }];
    return isFunction(type) ? [{ logGroupName: `/aws/lambda/${id}`, label: labelOf(name) }] : [];
  });
  return [...new Map(groups.map((group) => [group.logGroupName, group])).values()];
}

/** `UploadsSubscriberFhtwwdFunctionLogGroup` → `UploadsSubscriber`. */
const labelOf = (name: string) =>
  name
    .replace(/(?:Function)?LogGroup$|Function$/, "")
    .replace(/(Subscriber)[A-Z][a-z]{5}(?:Function)?$/, "$1");

/** Changes are followed one after another; what fails is told. */
function oneAfterAnother(say: (line: string) => void) {
  let last: Promise<void> = Promise.resolve();
  return (work: () => Promise<void>) => {
    last = last.then(work).catch((error: unknown) => say(describeError(error)));
  };
}
