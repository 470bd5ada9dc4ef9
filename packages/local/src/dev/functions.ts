import { createHash } from "node:crypto";
import type { LambdaClient } from "@aws-sdk/client-lambda";
import { context, type BuildContext } from "esbuild";
import type { FunctionBuild } from "../deploy/deploy.ts";
import { readBundle, sendCode } from "../deploy/send-code.ts";
import { inputsOf, planBundle, type BuildRequest } from "../synth/functions.ts";

/** What came of a change for one function. */
export interface FunctionUpdate {
  functionID: string;
  functionName: string;
  milliseconds: number;
  /** What is wrong with the code; the function stays as it was. */
  error?: string;
}

interface Watched {
  build: FunctionBuild;
  /** Made when it is first needed; each bundling after that is quicker. */
  bundler?: BuildContext<{ metafile: true }>;
  inputs: Set<string>;
  /** Of the bundle that the function runs. */
  hash: string;
}

/**
 * Keeps the deployed functions' code up to date with their files, without another run of the program.
 *
 * What the functions run is in the builds' folders, as the deployment left it.
 */
export async function watchFunctions(
  builds: readonly FunctionBuild[],
  root: string,
  lambda: LambdaClient,
) {
  const watched: Watched[] = await Promise.all(
    builds.map(async (build) => ({
      build,
      inputs: new Set(build.inputs),
      hash: hashOf(await readBundle(build.out)),
    })),
  );
  return {
    /**
     * Rebuilds the functions that `files` are in; sends the code of those whose bundle changed,
     * after `sending` was told of them.
     */
    async update(
      files: readonly string[],
      sending: (functionNames: readonly string[]) => Promise<void>,
    ): Promise<FunctionUpdate[]> {
      const concerned = watched.filter(({ inputs }) => files.some((file) => inputs.has(file)));
      const bundled = await Promise.all(
        concerned.map((one) => timed(one, () => bundle(one, root))),
      );
      const changed = bundled.filter(({ watched: one, result }) => result && result !== one.hash);
      if (changed.length > 0) await sending(changed.map((one) => one.watched.build.functionName));
      const sent = await Promise.all(
        changed.map((one) => timed(one.watched, () => send(one, lambda), one.milliseconds)),
      );
      return [...bundled.filter(({ error }) => error !== undefined), ...sent].map(updateOf);
    },
    stop: async () => {
      for (const { bundler } of watched) await bundler?.dispose();
    },
  };
}

/** One step of one function: what it came to, or what is wrong, and the time all steps took. */
interface Step<T> {
  watched: Watched;
  milliseconds: number;
  result?: T;
  error?: string;
}

async function timed<T>(watched: Watched, work: () => Promise<T>, before = 0): Promise<Step<T>> {
  const began = performance.now();
  const took = () => Math.round(before + performance.now() - began);
  try {
    const result = await work();
    return { watched, result, milliseconds: took() };
  } catch (error) {
    return { watched, milliseconds: took(), error: messageOf(error) };
  }
}

const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error));

const updateOf = ({ watched, milliseconds, error }: Step<unknown>): FunctionUpdate => ({
  functionID: watched.build.request.functionID,
  functionName: watched.build.functionName,
  milliseconds,
  error,
});

/** Returns the new bundle's hash. */
async function bundle(watched: Watched, root: string): Promise<string> {
  const { request, out } = watched.build;
  watched.bundler ??= await bundlerFor(request, root, out);
  const { metafile } = await watched.bundler.rebuild();
  watched.inputs = new Set(inputsOf(metafile, root));
  return hashOf(await readBundle(out));
}

async function send({ watched, result = "" }: Step<string>, lambda: LambdaClient) {
  await sendCode(watched.build, lambda);
  watched.hash = result;
}

function bundlerFor(request: BuildRequest, root: string, out: string) {
  const plan = planBundle(request, root, out);
  // It was there when the function was deployed.
  if (!plan) throw new TypeError(`Handler not found: ${request.handler}`);
  return context({ ...plan.options, metafile: true, absWorkingDir: root });
}

function hashOf(files: Record<string, Uint8Array>) {
  const hash = createHash("sha256");
  for (const [name, content] of Object.entries(files)) hash.update(name).update(content);
  return hash.digest("hex");
}
