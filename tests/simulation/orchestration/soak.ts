import * as fc from "fast-check";
import { parseArgs } from "node:util";
import { progressBar } from "../../../scripts/cli/progress.ts";
import { runOrchestration, wrongWith } from "./run.ts";
import { orchestrationScenarios, type OrchestrationScenario } from "./scenario.ts";

const usage = `npm run simulate:soak -- [--runs <n>] [--seed <n>] [--path <p>]

Runs histories of the orchestration with faults of all kinds, many more than the tests do. The
first that goes wrong is made as small as can be and printed, with every call of it.

  --runs  how many; default 100000, some 0.2 s each
  --seed  whole number that they are drawn from; default: a new one
  --path  which of them, as a failure tells

Exit codes: 0 nothing went wrong, 1 something did, 2 wrong usage.`;

const { values } = parseArgs({
  options: {
    runs: { type: "string", default: "100000" },
    seed: { type: "string", default: String(Math.floor(Math.random() * 0x7fffffff)) },
    path: { type: "string", default: "" },
    help: { type: "boolean", short: "h", default: false },
  },
});
const [runs, seed] = [Number(values.runs), Number(values.seed)];

if (values.help) console.log(usage);
else if (!Number.isInteger(runs) || runs < 1 || !Number.isInteger(seed)) {
  console.error(usage);
  process.exitCode = 2;
} else process.exitCode = await soak();

async function soak(): Promise<number> {
  console.error(`Seed ${seed}, ${values.path ? `path ${values.path}` : `${runs} runs`}.`);
  const bar = progressBar("histories", runs);
  let done = 0;
  const property = fc.asyncProperty(orchestrationScenarios, async (scenario) => {
    const wrong = await wrongWith(await runOrchestration(scenario));
    bar.to(++done);
    return wrong.length === 0;
  });
  const found = await fc.check(property, { seed, numRuns: runs, path: values.path });
  bar.end();
  const [scenario] = found.counterexample ?? [];
  if (!scenario) {
    console.log(`Nothing went wrong in ${done} histories.`);
    return 0;
  }
  await show(scenario);
  console.log(`npm run simulate:soak -- --seed ${seed} --path ${found.counterexamplePath}`);
  return 1;
}

async function show(scenario: OrchestrationScenario): Promise<void> {
  const run = await runOrchestration(scenario, { keepTrace: true });
  for (const line of run.simulation.trace.lines()) console.log(line);
  console.log(JSON.stringify(scenario));
  for (const sentence of await wrongWith(run)) console.log(`WRONG: ${sentence}`);
}
