import { writeFile } from "node:fs/promises";
import { isMissed, type Findings } from "./bench/benchmark.ts";
import { benchmarks } from "./bench/registry.ts";
import { machine } from "./bench/report/machine.ts";
import { updatePage } from "./bench/report/page.ts";
import { plotOf } from "./bench/report/plot.ts";
import { rowsOf } from "./bench/report/rows.ts";
import { runCommand, UsageError } from "./cli/command.ts";
import { formatTable } from "./cli/table.ts";

const names = Object.keys(benchmarks);
const list = Object.entries(benchmarks).map(([name, { about }]) => `  ${name.padEnd(14)}${about}`);
const usage = `npm run bench [-- [<name>…] [--rounds <n>] [--scale <x>] [--json] [--plot <file>] [--page <file>]]

Measures, and holds what it finds to its bars. Without a name, all of them:

${list.join("\n")}

  --rounds  how often each thing is measured, in turn with what it is compared to
  --scale   how much of it; 0.1 is a tenth of the files and bytes; default 1
  --json    prints one line of JSON
  --plot    writes the figures against their bars as an SVG
  --page    puts the tables between their marks in a Markdown file, such as docs/benchmarks.md

Exit codes: 0 done, 1 a bar is missed that doesn't depend on the machine (requests, bytes, memory), 2 wrong usage.`;

await runCommand({
  usage,
  allowPositionals: true,
  options: {
    rounds: { type: "string" },
    scale: { type: "string" },
    json: { type: "boolean" },
    plot: { type: "string" },
    page: { type: "string" },
  },
  run: async ({ json = false, plot, page, ...options }, asked) => {
    const chosen = chosenOf(asked);
    const rounds = options.rounds === undefined ? undefined : wholeNumber(options.rounds);
    const measuring = { rounds, scale: scaleOf(options.scale ?? "1"), say: console.error };
    const found: Record<string, Findings> = {};
    for (const [name, benchmark] of chosen) {
      console.error(`${name}: ${benchmark.about}`);
      found[name] = await benchmark.run(measuring);
      if (!json) print(name, found[name]);
    }
    const about = machine();
    if (json) console.log(JSON.stringify({ ...about, found }));
    if (plot) await writeFile(plot, plotOf(found, about));
    if (page) await updatePage(page, found, about);
    const findings = Object.values(found).flatMap((one) => one.findings);
    return findings.some((finding) => finding.steady && isMissed(finding)) ? 1 : 0;
  },
});

function print(name: string, { findings, details = {} }: Findings) {
  console.log(`\n${name}\n\n${formatTable(rowsOf(findings))}`);
  for (const [title, rows] of Object.entries(details))
    if (rows.length > 0) console.log(`\n${title}\n\n${formatTable(rows)}`);
}

function chosenOf(asked: readonly string[]) {
  const unknown = asked.find((name) => !names.includes(name));
  if (unknown !== undefined)
    throw new UsageError(`There is no benchmark ${unknown}; there are ${names.join(", ")}`);
  const isChosen = (name: string) => asked.length === 0 || asked.includes(name);
  return Object.entries(benchmarks).filter(([name]) => isChosen(name));
}

function wholeNumber(text: string) {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 1)
    throw new UsageError(`--rounds: expected a whole number from 1, got ${text}`);
  return number;
}

function scaleOf(text: string) {
  const scale = Number(text);
  if (!(scale > 0 && scale <= 10))
    throw new UsageError(`--scale: expected a number over 0, to 10, got ${text}`);
  return scale;
}
