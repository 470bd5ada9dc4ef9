import * as z from "zod";

const Settings = z.object({
  SIMULATION_SEED: z.coerce.number().int().default(20_260_101),
  SIMULATION_RUNS: z.coerce.number().int().positive().default(1_000),
  SIMULATION_PATH: z.string().default(""),
});

/** What runs are made: the seed they are drawn from, how many, and (to replay one) the path to it. */
export interface SimulationSettings {
  readonly seed: number;
  readonly runs: number;
  readonly path: string;
}

/** Reads `SIMULATION_SEED`, `SIMULATION_RUNS` and `SIMULATION_PATH`; each has a default. */
export function simulationSettings(env = process.env): SimulationSettings {
  const read = Settings.parse(env);
  return { seed: read.SIMULATION_SEED, runs: read.SIMULATION_RUNS, path: read.SIMULATION_PATH };
}
