import { mkdir, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { answerCall } from "../provider/calls.ts";
import { notCreated, resourceTypes } from "../provider/registry.ts";
import type { Properties, Where } from "../provider/resource-type.ts";
import type { BuildAnswer, BuildRequest } from "../synth/functions.ts";
import { ensurePlatform } from "../synth/platform.ts";
import type { Engine, Registration } from "../synth/pulumi.ts";
import { runProgram } from "../synth/run.ts";
import { redact, reveal } from "../synth/secrets.ts";
import type { Graph, GraphResource } from "./graph.ts";

export interface SynthesisOptions {
  root: string;
  stage: string;
  /** Folder for what the local stack keeps. */
  cache: string;
  region?: string;
  secrets?: Record<string, string>;
}

/**
 * Runs the project's SST program without an emulator: every resource is noted, and answered with the outputs that
 * are known beforehand. Once a process; `synthesizeApart` starts one for it. Throws errors of `LocalError`.
 */
export async function synthesize({
  root,
  stage,
  cache,
  region = "us-east-1",
  secrets = {},
}: SynthesisOptions): Promise<Graph> {
  const platform = await ensurePlatform({ root, cache });
  const where: Where = { account: "123456789012", region, partition: "aws" };
  const resources: GraphResource[] = [];
  const engine: Engine = {
    register: async (registration) => {
      resources.push(noted(registration));
      return answer(registration, where);
    },
    call: async (token, inputs) => answerCall(token, reveal(inputs) as Properties, where),
  };
  const bundles = path.join(cache, "synthesis", String(process.pid));
  const build = (request: BuildRequest) => emptyBundle(request, bundles);
  const options = { root, platform, stage, region, secrets, engine, build };
  const { app, outputs } = await runProgram(options);
  await rm(bundles, { recursive: true, force: true });
  return { app: app.name, stage, resources, outputs: redact(outputs) as Record<string, unknown> };
}

function noted({
  urn,
  type,
  name,
  parent,
  custom,
  dependencies,
  inputs,
}: Registration): GraphResource {
  const plain = JSON.stringify(redact(inputs), (_, value: unknown) =>
    isAsset(value) ? "asset" : value,
  );
  return { urn, type, name, parent, custom, dependencies, inputs: JSON.parse(plain) as Properties };
}

const isAsset = (value: unknown) =>
  typeof value === "object" &&
  value !== null &&
  ("__pulumiAsset" in value || "__pulumiArchive" in value);

function answer({ type, name, custom, inputs }: Registration, where: Where) {
  const given = reveal(inputs) as Properties;
  if (!custom) return { id: "", state: given };
  const known = resourceTypes[type];
  if (known && !(type in notCreated)) {
    const outputs = known.outputs(given, where);
    return { id: outputs.id, state: { ...given, ...outputs } };
  }
  // Unknown to the local stack, but synthesis shows what AWS would get.
  return { id: name, state: { ...given, arn: `arn:aws:${type}:::${name}` } };
}

/** Synthesis needs no code: an empty file stands for each bundle. */
async function emptyBundle(
  { functionID, handler }: BuildRequest,
  folder: string,
): Promise<BuildAnswer> {
  const out = path.join(folder, functionID);
  await mkdir(out, { recursive: true });
  await writeFile(path.join(out, "index.mjs"), "");
  return { handler: path.basename(handler), out, errors: [], sourcemaps: [] };
}
