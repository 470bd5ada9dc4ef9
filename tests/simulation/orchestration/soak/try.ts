import * as fc from "fast-check";
import { type Alter } from "../broken.ts";
import { runOrchestration, wrongWith } from "../run.ts";
import { orchestrationScenarios, type OrchestrationScenario } from "../scenario.ts";
import { type Wrong } from "./messages.ts";

interface Drawn {
  readonly seed: number;
  readonly runs: number;
  readonly path?: string;
  /** Breaks the orchestration on purpose. */
  readonly alter?: Alter;
}
interface Listeners {
  /** Hears of each history. */
  readonly ran: () => void;
  /** Hears of the first that goes wrong, before it is made smaller. */
  readonly failed: (sentences: readonly string[]) => void;
}

/** Runs histories until one goes wrong, and makes that as small as can be; `undefined` if none does. */
export async function tryHistories(
  { seed, runs, path = "", alter = {} }: Drawn,
  { ran, failed }: Listeners,
): Promise<Wrong | undefined> {
  let isWrong = false;
  const property = fc.asyncProperty(orchestrationScenarios, async (scenario) => {
    const sentences = await sentencesOn(scenario, alter);
    if (!isWrong) ran();
    if (sentences.length > 0 && !isWrong) failed(sentences);
    isWrong ||= sentences.length > 0;
    return sentences.length === 0;
  });
  const { counterexample, counterexamplePath } = await fc.check(property, {
    seed,
    path,
    numRuns: runs,
  });
  if (!counterexample) return undefined;
  const [scenario] = counterexample;
  const sentences = await sentencesOn(scenario, alter);
  return { seed, path: counterexamplePath ?? path, scenario, sentences };
}

/** What is wrong with how a scenario goes, the harness's own errors among it. */
async function sentencesOn(scenario: OrchestrationScenario, alter: Alter): Promise<string[]> {
  try {
    return await wrongWith(await runOrchestration(scenario, { alter }));
  } catch (error) {
    return [`the simulation threw ${String(error)}`];
  }
}
