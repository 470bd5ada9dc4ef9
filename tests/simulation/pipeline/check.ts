import * as fc from "fast-check";
import { type SimulationSettings } from "../settings.ts";
import { violations } from "./invariants.ts";
import { lookAt } from "./look.ts";
import { runScenario, type RunOptions } from "./run.ts";
import { scenarios, type Scenario } from "./scenario.ts";

/** What is wrong with how a scenario ends; nothing, if all is well. */
export async function checkScenario(scenario: Scenario, options: RunOptions = {}) {
  const run = await runScenario(scenario, options);
  return { run, wrong: violations(run, await lookAt(run.world)) };
}

/** A scenario in which something went wrong, made as small as could be. */
export interface Counterexample {
  readonly scenario: Scenario;
  readonly wrong: readonly string[];
  /** How to see it again. */
  readonly replay: string;
}

/** Draws scenarios and runs them. Of the first that fails the smallest form is given. */
export async function findCounterexample(
  { seed, runs, path }: SimulationSettings,
  options: RunOptions = {},
): Promise<Counterexample | undefined> {
  const property = fc.asyncProperty(scenarios, async (scenario) => {
    const { wrong } = await checkScenario(scenario, options);
    return wrong.length === 0;
  });
  const found = await fc.check(property, {
    seed,
    numRuns: runs,
    path,
    interruptAfterTimeLimit: shrinkingMs,
  });
  const [scenario] = found.counterexample ?? [];
  if (!scenario) return undefined;
  const { wrong } = await checkScenario(scenario, options);
  const replay = `npm run simulate:pipeline -- --seed ${found.seed} --path ${found.counterexamplePath}`;
  return { scenario, wrong, replay };
}

/** How long to look for a smaller form, at most. */
const shrinkingMs = 500_000;
