import type { Benchmark, BenchOptions, Findings } from "../benchmark.ts";
import { setMetering } from "./metering.ts";
import { race } from "./race.ts";
import { countRequests } from "./requests.ts";
import { startWorld } from "./world.ts";

/** From staging to the archive: speed against plain handlers, and requests. */
export const pipeline: Benchmark = {
  about: "500 small files from staging to archive, against plain handlers; requests; duplicates",
  run,
};

async function run({ rounds = 3, scale, say }: BenchOptions): Promise<Findings> {
  const files = Math.max(5, Math.round(500 * scale));
  const world = await startWorld(say);
  try {
    await setMetering(false, world);
    const speeds = await race(world, { files, rounds, say });
    await setMetering(true, world);
    const counted = await countRequests(world, { files: Math.max(5, Math.round(files / 5)), say });
    return {
      findings: [...speeds, ...counted.findings],
      details: { "What a text file asks, many at once": counted.perFile },
    };
  } finally {
    await world.app.stop();
  }
}
