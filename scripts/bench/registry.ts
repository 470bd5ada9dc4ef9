import type { Benchmark } from "./benchmark.ts";
import { bundles } from "./bundles/bundles.ts";
import { csv } from "./csv/csv.ts";
import { dev } from "./dev/dev.ts";
import { orchestration } from "./orchestration/orchestration.ts";
import { pipeline } from "./pipeline/pipeline.ts";
import { state } from "./state/state.ts";

/** Every benchmark by its name: `npm run bench -- <name>`. */
export const benchmarks: Readonly<Record<string, Benchmark>> = {
  pipeline,
  state,
  orchestration,
  csv,
  bundles,
  dev,
};
