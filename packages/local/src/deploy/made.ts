import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import type { State } from "../provider/state.ts";
import { buildFunction, type BuildRequest } from "../synth/functions.ts";
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

/**
 * Notes that functions were given other code than the program's last run gave them: what their
 * bundles are now. Another run sends its own code again.
 */
export async function noteCode(
  functions: readonly { functionName: string; error?: string }[],
  state: State,
): Promise<void> {
  const sent = new Set(functions.filter(({ error }) => !error).map((one) => one.functionName));
  if (sent.size === 0) return;
  for (const [urn, resource] of state.all())
    if (resource.type === "aws:lambda/function:Function" && sent.has(resource.id))
      await state.put(urn, { ...resource, inputs: { ...resource.inputs, s3Key: "other code" } });
  const made = state.made as Made | undefined;
  if (!made) return;
  const fresh = await digestBuilds(made.builds.filter((one) => sent.has(one.functionName)));
  const names = new Map(fresh.map((build) => [build.functionName, build]));
  const builds = made.builds.map((build) => names.get(build.functionName) ?? build);
  await state.putMade({ ...made, builds } satisfies Made);
}

/** Bundles every function again, as it was asked for, and compares. */
export async function buildsSame(
  builds: Made["builds"],
  where: { root: string; artifacts: string },
): Promise<boolean> {
  const isSame = async ({ request, digest }: { request: BuildRequest; digest: string }) => {
    const { out, errors } = await buildFunction(request, where);
    return errors.length === 0 && (await digestFolder(out)) === digest;
  };
  return (await Promise.all(builds.map(isSame))).every(Boolean);
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
