import { parseSimulation, type SimulationConfig } from "./config.ts";
import { Measure } from "./measure.ts";
import { type SimulationResult } from "./result.ts";
import { World } from "./world.ts";

/** Hears how many tasks of how many have ended. */
export type Progress = (done: number, tasks: number) => void;

/**
 * What limits do to a load, in virtual time: the orchestrator's own plan and deal, against a
 * model of workers and arrivals. The same seed gives the same result. Runs in browsers too; a
 * million tasks take seconds, in which nothing else happens.
 *
 * Throws `InvalidOrchestrationConfigError`, naming each field.
 */
export function simulate(input: unknown, progress: Progress = () => undefined): SimulationResult {
  return simulateParsed(parseSimulation(input), progress);
}

function simulateParsed(config: SimulationConfig, progress: Progress): SimulationResult {
  const { max_simultaneous_invocations: limit } = config.labourer;
  const measure = new Measure(limit, config.points);
  const world = new World(config, measure);
  let events = 0;
  while (world.step()) if (++events % 20_000 === 0) progress(world.ended, world.tasks);
  progress(world.ended, world.tasks);
  const { series, delay, utilisation } = measure.result();
  return { ...world.result(), utilisation, delay, series };
}
