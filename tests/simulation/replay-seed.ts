import { readFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import { checkScenario, findCounterexample } from "./pipeline/check.ts";
import { parseScenario } from "./pipeline/scenario-json.ts";
import { simulationSettings } from "./settings.ts";

const usage = `npm run simulate:pipeline -- [--seed <n>] [--path <p>] [--runs <n>] [--scenario <json or file>]

Runs the pipeline's simulation. On a failure it prints the smallest scenario that shows it,
what went wrong and every call, and exits 1.

  --seed      whole number that the scenarios are drawn from; "random" for a new one
  --path      which of them, as a failure tells
  --runs      how many (1000)
  --scenario  one scenario as JSON, or a file with it, instead of drawn ones`;

const { values } = parseArgs({
  options: {
    seed: { type: "string" },
    path: { type: "string" },
    runs: { type: "string" },
    scenario: { type: "string" },
    help: { type: "boolean", short: "h", default: false },
  },
});

if (values.help) console.log(usage);
else if (values.scenario !== undefined) await show(await readScenario(values.scenario));
else await search();

async function search(): Promise<void> {
  const random = String(Math.floor(Math.random() * 0x7fffffff));
  const settings = simulationSettings({
    ...process.env,
    ...(values.seed !== undefined && {
      SIMULATION_SEED: values.seed === "random" ? random : values.seed,
    }),
    ...(values.path !== undefined && { SIMULATION_PATH: values.path }),
    ...(values.runs !== undefined && { SIMULATION_RUNS: values.runs }),
  });
  console.log(
    `Seed ${settings.seed}, ${settings.path ? `path ${settings.path}` : `${settings.runs} runs`}.`,
  );
  const found = await findCounterexample(settings);
  if (!found) return console.log("Nothing went wrong.");
  await show(found.scenario);
  console.log(found.replay);
  return undefined;
}

async function show(scenario: ReturnType<typeof parseScenario>): Promise<void> {
  const { run, wrong } = await checkScenario(scenario, { keepTrace: true });
  for (const line of run.simulation.trace.lines()) console.log(line);
  console.log(JSON.stringify(scenario));
  for (const sentence of wrong) console.log(`WRONG: ${sentence}`);
  process.exitCode = wrong.length > 0 ? 1 : 0;
}

async function readScenario(given: string) {
  return parseScenario(given.trimStart().startsWith("{") ? given : await readFile(given, "utf8"));
}
