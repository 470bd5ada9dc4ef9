import path from "node:path";
import { build, type Metafile } from "esbuild";
import { planBundle } from "../../../packages/local/src/synth/functions.ts";
import { bareHandler } from "./bare.ts";

export interface Built {
  readonly file: string;
  readonly bytes: number;
  readonly metafile: Metafile;
}

/** Bundles a function as it is deployed, and its bare counterpart in the same way. */
export async function buildPair(
  name: string,
  folder: string,
): Promise<{ ours: Built; bare: Built }> {
  const handler = `packages/functions/src/${name}.handler`;
  const request = { functionID: name, handler, encryptionKey: "", links: {} };
  const out = path.join(folder, name);
  const plan = planBundle({ ...request, properties: { minify: true } }, process.cwd(), out);
  if (!plan) throw new TypeError(`there is no function ${name}`);
  const { entryPoints, ...options } = plan.options;
  const ours = await build({ ...options, entryPoints, metafile: true });
  const stdin = { contents: bareHandler(ours.metafile), resolveDir: "packages/core" };
  const file = path.join(out, "bare.mjs");
  const bare = await build({ ...options, stdin, outfile: file, metafile: true });
  return { ours: built(plan.outfile, ours.metafile), bare: built(file, bare.metafile) };
}

function built(file: string, metafile: Metafile): Built {
  const [output] = Object.values(metafile.outputs);
  return { file, metafile, bytes: output?.bytes ?? Number.NaN };
}
