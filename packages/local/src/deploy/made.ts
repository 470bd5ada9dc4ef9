import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import type { State } from "../provider/state.ts";
import { buildFunction } from "../synth/functions.ts";
import type { FunctionBuild } from "./deploy.ts";

/** What a finished deployment was made from: while none of it changes, another run would change nothing. */
export interface Made {
  /** Of the bundled program and all that it is told. */
  digest: string;
  builds: readonly (FunctionBuild & { digest: string })[];
}

/** A digest of the program, of what it is told, and of this local stack's own code. */
export async function digestOf(program: string, told: unknown): Promise<string> {
  const hash = createHash("sha256").update(await readFile(program));
  hash.update(JSON.stringify([told, process.version]));
  return (await addFolder(hash, path.resolve(import.meta.dirname, ".."))).digest("hex");
}

/** The builds with what they came to. */
export const digestBuilds = (builds: readonly FunctionBuild[]): Promise<Made["builds"]> =>
  Promise.all(builds.map(async (build) => ({ ...build, digest: await digestFolder(build.out) })));

export const isFunction = (type: string) => type === "aws:lambda/function:Function";

/**
 * Notes that functions are about to get other code than the program's last run gave them: another
 * run sends its own again, also when what follows here is cut short. Returns what was known.
 */
export async function noteSending(
  names: readonly string[],
  state: State,
): Promise<Made | undefined> {
  const made = state.made as Made | undefined;
  await state.putMade(undefined);
  for (const [urn, resource] of state.all())
    if (isFunction(resource.type) && names.includes(resource.id))
      await state.put(urn, { ...resource, inputs: { ...resource.inputs, s3Key: "other code" } });
  return made;
}

/** Notes that they have it: what is in their folders. */
export async function noteSent(
  names: readonly string[],
  made: Made | undefined,
  state: State,
): Promise<void> {
  if (!made) return;
  const digest = async (build: Made["builds"][number]) =>
    names.includes(build.functionName)
      ? { ...build, digest: await digestFolder(build.out) }
      : build;
  const builds = await Promise.all(made.builds.map(digest));
  await state.putMade({ ...made, builds } satisfies Made);
}

/**
 * Bundles every function again, as it was asked for, and tells which came to something else;
 * `undefined` when one can't be bundled any more.
 */
export async function rebuild(
  builds: Made["builds"],
  where: { root: string; artifacts: string },
): Promise<{ now: Made["builds"]; changed: Made["builds"] } | undefined> {
  const answers = await Promise.all(builds.map(({ request }) => buildFunction(request, where)));
  if (answers.some(({ errors }) => errors.length > 0)) return undefined;
  const again = builds.map((build, at) => ({ ...build, inputs: answers[at]?.inputs ?? [] }));
  const now = await digestBuilds(again);
  return { now, changed: now.filter(({ digest }, at) => digest !== builds[at]?.digest) };
}

const digestFolder = async (folder: string) =>
  (await addFolder(createHash("sha256"), folder)).digest("hex");

async function addFolder(hash: ReturnType<typeof createHash>, folder: string) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  for (const file of files.map((entry) => path.join(entry.parentPath, entry.name)).toSorted())
    hash.update(path.relative(folder, file)).update(await readFile(file));
  return hash;
}
