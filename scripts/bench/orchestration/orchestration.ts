import type { Benchmark, BenchOptions, Findings } from "../benchmark.ts";
import { measureStarts } from "./latency.ts";
import { countLife } from "./life.ts";
import { compareLoads } from "./load.ts";
import { countBehindMany } from "./million.ts";
import { countMoves } from "./scavenge.ts";
import { simulateMany } from "./simulated.ts";
import { countStarts } from "./start.ts";
import { startWorld } from "./world.ts";

/** Loading, starting, tidying up: requests and times, against the same calls made one by one. */
export const orchestration: Benchmark = {
  about: "orchestration: loading a job, starting its tasks, moving them, from scheduled to started",
  run,
};

async function run({ rounds = 20, scale, say }: BenchOptions): Promise<Findings> {
  const world = await startWorld(say);
  try {
    return {
      findings: [
        ...(await compareLoads(world, Math.round(10_000 * scale), say)),
        ...(await countStarts(world, Math.round(20_000 * scale), say)),
        ...(await countBehindMany(Math.max(1_000, Math.round(1_000_000 * scale)), say)),
        ...(await countMoves(world, Math.round(500 * scale), say)),
        ...(await countLife(world, 90, say)),
        ...simulateMany(Math.round(1_000_000 * scale), say),
        ...(await measureStarts(world, rounds, say)),
      ],
    };
  } finally {
    await world.app.stop();
  }
}
