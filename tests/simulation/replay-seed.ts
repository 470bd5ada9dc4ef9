import { readFile } from "node:fs/promises";
import type { Values } from "../../packages/local/src/cli/parse.ts";
import { runCommand } from "../../scripts/cli/command.ts";
import { checkScenario, findCounterexample } from "./pipeline/check.ts";
import { parseScenario } from "./pipeline/scenario-json.ts";
import { simulationSettings } from "./settings.ts";

const usage = `npm run simulate:pipeline -- [--seed <n>] [--path <p>] [--runs <n>] [--scenario <json or file>]

Runs the pipeline's simulation. On a failure it prints the smallest scenario that shows it,
what went wrong and every call.

  --seed      whole number that the scenarios are drawn from; "random" for a new one
  --path      which of them, as a failure tells
  --runs      how many (1000)
  --scenario  one scenario as JSON, or a file with it, instead of drawn ones

Exit codes: 0 nothing went wrong, 1 something did, 2 wrong usage.`;

const options = {
  seed: { type: "string" },
  path: { type: "string" },
  runs: { type: "string" },
  scenario: { type: "string" },
} as const;

await runCommand({
  usage,
  options,
  run: async (values) =>
    values.scenario === undefined ? search(values) : show(await readScenario(values.scenario)),
});

async function search(values: Values<typeof options>): Promise<number> {
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
  if (!found) {
    console.log("Nothing went wrong.");
    return 0;
  }
  await show(found.scenario);
  console.log(found.replay);
  return 1;
}

async function show(scenario: ReturnType<typeof parseScenario>): Promise<number> {
  const { run, wrong } = await checkScenario(scenario, { keepTrace: true });
  for (const line of run.simulation.trace.lines()) console.log(line);
  console.log(JSON.stringify(scenario));
  for (const sentence of wrong) console.log(`WRONG: ${sentence}`);
  return wrong.length > 0 ? 1 : 0;
}

async function readScenario(given: string) {
  return parseScenario(given.trimStart().startsWith("{") ? given : await readFile(given, "utf8"));
}
