import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { runCommand, UsageError } from "../cli/command.ts";
import type { Values } from "../cli/parse.ts";
import { startEmulator } from "../emulator/start.ts";
import { describeError, LocalError } from "../errors.ts";
import { Known } from "./capability.ts";
import { allProbes } from "./probes/index.ts";
import { type Result, runProbes } from "./run.ts";
import { compareWithKnown, putTable, renderTable, updateKnown } from "./table.ts";

const usage = `npm run local:conformance [-- options]

Puts small probes to an AWS emulator and compares what it does with the table in docs/emulators.md.
The emulator: AWS_ENDPOINT_URL if set, else one is started.

  --emulator <name>  ministack or localstack
  --only <text>      only the probes whose id contains it
  --write            write what is found into the table and known.json
  --json             the results as JSON
  --list             the probes, without asking any
  --help, -h         this text

Exit codes: 0 as in the table (or written), 1 otherwise than in the table, 2 wrong use, 3 no emulator.`;

const knownFile = join(import.meta.dirname, "known.json");
const pageFile = join(import.meta.dirname, "../../../../docs/emulators.md");

const say = (text: string) => console.error(text);

const options = {
  emulator: { type: "string" },
  only: { type: "string", default: "" },
  write: { type: "boolean", default: false },
  json: { type: "boolean", default: false },
  list: { type: "boolean", default: false },
} as const;

await runCommand({
  usage,
  options,
  run: async (values) => {
    try {
      return await main(values);
    } catch (error) {
      if (!(error instanceof LocalError)) throw error;
      console.error(describeError(error));
      return 3;
    }
  },
});

async function main(values: Values<typeof options>) {
  const { emulator: wanted, only, json } = values;
  if (wanted !== undefined && wanted !== "ministack" && wanted !== "localstack") {
    throw new UsageError(`--emulator is ministack or localstack, not ${wanted}`);
  }
  const probes = allProbes.filter(({ id }) => id.includes(only));
  if (probes.length === 0) throw new UsageError(`No probe's id contains ${only}`);
  if (values.list) return tell(probes.map(({ id, title }) => `${id}  ${title}`).join("\n"));
  const emulator = await startEmulator({ emulator: wanted, reuse: false, onProgress: say });
  try {
    const onResult = (result: Result) => say(describeResult(result));
    const results = await runProbes(emulator, probes, { onResult });
    const { kind, version } = emulator;
    if (json) console.log(JSON.stringify({ kind, version, results }, null, 2));
    const known = Known.parse(JSON.parse(await readFile(knownFile, "utf8")));
    if (values.write) return await write(updateKnown(known, kind, version, results, allProbes));
    const changes = compareWithKnown(known, kind, results);
    if (!json) console.log(changes.length === 0 ? "As in the table." : changes.join("\n"));
    return changes.length === 0 ? 0 : 1;
  } finally {
    await emulator.stop();
  }
}

async function write(known: Known) {
  await writeFile(knownFile, `${JSON.stringify(known, null, 2)}\n`);
  const page = putTable(await readFile(pageFile, "utf8"), renderTable(known, allProbes));
  if (page === undefined) throw new UsageError(`${pageFile} has no markers for the table`);
  await writeFile(pageFile, page);
  return 0;
}

function describeResult({ id, verdict, note, milliseconds }: Result) {
  const told = note === undefined ? "" : `  ${note}`;
  return `${verdict.padEnd(8)} ${id.padEnd(32)} ${String(milliseconds).padStart(6)} ms${told}`;
}

function tell(text: string) {
  console.log(text);
  return 0;
}
