import { readFile, writeFile } from "node:fs/promises";
import { InvalidOrchestrationConfigError } from "@switchyard/core/orchestration/errors.ts";
import {
  simulate,
  type Progress,
  type SimulationResult,
} from "@switchyard/core/orchestration/simulator.ts";
import { runCommand, UsageError } from "./cli/command.ts";
import { progressBar } from "./cli/progress.ts";
import { formatTable } from "./cli/table.ts";
import { plotOf } from "./simulate/plot.ts";

const usage = `npm run simulate -- <config.json> [--json] [--plot <file.svg>]

Tries a labourer's limits out before they are deployed: the orchestrator's own plan against a
model of workers and arrivals, in virtual time. scripts/simulate/samples/ has configurations to begin
with; docs/flow-control.md tells what they may hold.

  --json  prints the whole result, with its series, as one line
  --plot  draws queue length, running tasks and start delay as an SVG

Exit codes: 0 it ran to its end, 1 tasks were left at its end, 2 wrong usage.`;

await runCommand({
  usage,
  allowPositionals: true,
  options: { json: { type: "boolean" }, plot: { type: "string" } },
  run: async ({ json = false, plot }, [file, ...more]) => {
    if (file === undefined || more.length > 0)
      throw new UsageError(`expected one configuration file\n\n${usage}`);
    const bar = progressBar("simulating", 1);
    const config = await configIn(file);
    const result = simulated(file, config, (done, tasks) =>
      bar.to(tasks === 0 ? 0 : done / tasks, `${done} of ${tasks} tasks`),
    );
    bar.end();
    if (plot) await writeFile(plot, plotOf(result));
    console.log(json ? JSON.stringify(result) : summaryOf(result));
    return result.left > 0 ? 1 : 0;
  },
});

function simulated(file: string, config: unknown, progress: Progress): SimulationResult {
  try {
    return simulate(config, progress);
  } catch (error) {
    if (error instanceof InvalidOrchestrationConfigError)
      throw new UsageError(`${file}: ${error.message}`);
    throw error;
  }
}

async function configIn(file: string): Promise<unknown> {
  const text = await readFile(file, "utf8").catch((error: unknown) => {
    throw new UsageError(`${file} can't be read: ${String(error)}`);
  });
  try {
    return JSON.parse(text);
  } catch {
    throw new UsageError(`${file} isn't JSON.`);
  }
}

function summaryOf(result: SimulationResult): string {
  const { tasks, completed, retries, dead, expired, left, lasted, utilisation, runs } = result;
  const seconds = (value: number) => `${value.toFixed(1)} s`;
  const { mean, p50, p95, max } = result.delay;
  const facts = formatTable([
    { what: "tasks", value: String(tasks) },
    { what: "completed", value: String(completed) },
    { what: "retried, dead, expired, left", value: [retries, dead, expired, left].join(", ") },
    { what: "lasted", value: seconds(lasted) },
    { what: "utilisation", value: `${(utilisation * 100).toFixed(1)} %` },
    {
      what: "start delay: mean, median, p95, max",
      value: [mean, p50, p95, max].map(seconds).join(", "),
    },
    { what: "the orchestrator's runs", value: String(runs) },
    ...Object.entries(result.holds).map(([why, count]) => ({
      what: `  that left tasks waiting for ${why}`,
      value: String(count),
    })),
  ]);
  if (result.keys.length < 2) return facts;
  const keys = result.keys.map(({ key, tasks: own, meanDelay, maxDelay, mostRunning }) => ({
    key,
    tasks: String(own),
    "mean delay": seconds(meanDelay),
    "max delay": seconds(maxDelay),
    "most running": String(mostRunning),
  }));
  return `${facts}\n\n${formatTable(keys)}`;
}
