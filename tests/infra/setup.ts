import path from "node:path";
import type { TestProject } from "vitest/node";
import { synthesizeApart } from "../../packages/local/src/graph/apart.ts";
import type { Graph } from "../../packages/local/src/graph/graph.ts";
import { secret, stages, type Stage } from "./stages.ts";

declare module "vitest" {
  export interface ProvidedContext {
    graphs: Record<Stage, Graph>;
  }
}

/** Synthesises each stage once for all test files. */
export default async function setup(project: TestProject) {
  const root = path.resolve(import.meta.dirname, "../..");
  const options = { root, cache: path.join(root, ".switchyard"), secrets: { ApiTokens: secret } };
  const graphs: Partial<Record<Stage, Graph>> = {};
  for (const stage of stages) graphs[stage] = await synthesizeApart({ ...options, stage });
  project.provide("graphs", graphs as Record<Stage, Graph>);
}
