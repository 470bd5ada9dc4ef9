import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import {
  UpdateFunctionCodeCommand,
  waitUntilFunctionUpdatedV2,
  type LambdaClient,
} from "@aws-sdk/client-lambda";
import { context, type BuildContext } from "esbuild";
import { zip } from "../conformance/make/zip.ts";
import type { FunctionBuild } from "../deploy/deploy.ts";
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
    /** Rebuilds the functions that `files` are in; sends the code of those whose bundle changed. */
    async update(files: readonly string[]): Promise<FunctionUpdate[]> {
      const concerned = watched.filter(({ inputs }) => files.some((file) => inputs.has(file)));
      const updates = await Promise.all(concerned.map((one) => rebuild(one, root, lambda)));
      return updates.filter((one) => one !== undefined);
    },
    stop: () => Promise.all(watched.map(({ bundler }) => bundler?.dispose())),
  };
}

async function bundle(watched: Watched, root: string) {
  const { request, out } = watched.build;
  watched.bundler ??= await bundlerFor(request, root, out);
  const { metafile } = await watched.bundler.rebuild();
  watched.inputs = new Set(inputsOf(metafile, root));
  return readBundle(out);
}

function bundlerFor(request: BuildRequest, root: string, out: string) {
  const plan = planBundle(request, root, out);
  // It was there when the function was deployed.
  if (!plan) throw new TypeError(`Handler not found: ${request.handler}`);
  return context({ ...plan.options, metafile: true, absWorkingDir: root });
}

async function rebuild(
  watched: Watched,
  root: string,
  Lambda: LambdaClient,
): Promise<FunctionUpdate | undefined> {
  const { functionName: FunctionName, request } = watched.build;
  const began = performance.now();
  const done = (error?: string): FunctionUpdate => ({
    functionID: request.functionID,
    functionName: FunctionName,
    milliseconds: Math.round(performance.now() - began),
    error,
  });
  try {
    const files = await bundle(watched, root);
    const hash = hashOf(files);
    if (hash === watched.hash) return undefined;
    await Lambda.send(new UpdateFunctionCodeCommand({ FunctionName, ZipFile: zip(files) }));
    const waiting = { client: Lambda, maxWaitTime: 30, minDelay: 0.05, maxDelay: 0.5 };
    await waitUntilFunctionUpdatedV2(waiting, { FunctionName });
    watched.hash = hash;
    return done();
  } catch (error) {
    return done(error instanceof Error ? error.message : String(error));
  }
}

async function readBundle(folder: string): Promise<Record<string, Uint8Array>> {
  const names = (await readdir(folder)).toSorted();
  return Object.fromEntries(
    await Promise.all(
      names.map(async (name) => [name, await readFile(path.join(folder, name))] as const),
    ),
  );
}

function hashOf(files: Record<string, Uint8Array>) {
  const hash = createHash("sha256");
  for (const [name, content] of Object.entries(files)) hash.update(name).update(content);
  return hash.digest("hex");
}
