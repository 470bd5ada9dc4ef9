import { runApart } from "../apart.ts";
import type { Graph } from "./graph.ts";
import type { SynthesisOptions } from "./synthesize.ts";

/** `synthesize` in a process of its own. */
export const synthesizeApart = (options: SynthesisOptions) =>
  runApart<Graph>(new URL("worker.ts", import.meta.url), options);
