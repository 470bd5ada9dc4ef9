import { availableParallelism } from "node:os";
import { runCommand, UsageError } from "../../../../scripts/cli/command.ts";
import { progressBar } from "../../../../scripts/cli/progress.ts";
import { runOrchestration, wrongWith } from "../run.ts";
import { blocksFrom, blockSize } from "./blocks.ts";
import { runBlocks } from "./crew.ts";
import { type Wrong } from "./messages.ts";
import { paceOf } from "./pace.ts";
import { tryHistories } from "./try.ts";

const usage = `npm run simulate:soak -- [--runs <n>] [--seed <n>] [--jobs <n>] [--json]
npm run simulate:soak -- --seed <n> --path <p>

Runs histories of the orchestration with faults of all kinds, many more than the tests do. The
first that goes wrong is made as small as can be and printed with every call of it. Ctrl-C ends it
and tells how far it came.

  --runs  how many; default 100000
  --seed  whole number from 0 that they are drawn from, ${blockSize} histories of each seed from this one on;
          default: a new one
  --jobs  processes that share the work; default: as many as there are cores
  --json  prints the outcome as one line
  --path  the one history of a seed that a failure told of

Exit codes: 0 nothing went wrong, 1 something did, 2 wrong usage, 130 ended by Ctrl-C.`;

await runCommand({
  usage,
  options: {
    runs: { type: "string" },
    seed: { type: "string" },
    jobs: { type: "string" },
    path: { type: "string" },
    json: { type: "boolean" },
  },
  run: async ({ json = false, path, ...given }) => {
    const seed = wholeNumber("seed", given.seed ?? String(Math.floor(Math.random() * 2 ** 30)), 0);
    if (path !== undefined) return replay(seed, path, json);
    const runs = wholeNumber("runs", given.runs ?? "100000", 1);
    const jobs = wholeNumber("jobs", given.jobs ?? String(availableParallelism()), 1);
    return soak({ seed, runs, jobs, json });
  },
});

interface Asked {
  readonly seed: number;
  readonly runs: number;
  readonly jobs: number;
  readonly json: boolean;
}

async function soak({ seed, runs, jobs, json }: Asked): Promise<number> {
  console.error(`${runs} histories from seed ${seed} on, in ${jobs} processes.`);
  const interrupt = new AbortController();
  process.once("SIGINT", () => interrupt.abort());
  const bar = progressBar("histories", runs);
  const pace = paceOf(runs);
  const ran = (histories: number) => {
    bar.to(histories, pace(histories));
    if (!process.stderr.isTTY && histories % 1_000 === 0)
      console.error(`${histories} histories, ${pace(histories)}`);
  };
  const shrinking = (sentences: readonly string[]) =>
    console.error(`\nWrong: ${sentences.join("; ")}. Looking for its smallest form.`);
  const blocks = [...blocksFrom(seed, runs)];
  const outcome = await runBlocks(blocks, { jobs }, { ran, shrinking }, interrupt.signal);
  bar.end();
  const { histories, wrong, next } = outcome;
  if (json)
    console.log(JSON.stringify({ seed, ...outcome, ...(wrong && { replay: again(wrong) }) }));
  else if (wrong) await show(wrong);
  else console.log(`Nothing went wrong in ${histories} histories, ${pace(histories)}.`);
  if (wrong) return 1;
  if (next === undefined) return 0;
  console.error(`Ended early; --seed ${next} goes on.`);
  return 130;
}

async function replay(seed: number, path: string, json: boolean): Promise<number> {
  const silent = { ran: () => {}, failed: () => {} };
  const wrong = await tryHistories({ seed, path, runs: blockSize }, silent);
  if (json) console.log(JSON.stringify({ seed, path, ...(wrong && { wrong }) }));
  else if (wrong) await show(wrong);
  else console.log("Nothing went wrong.");
  return wrong ? 1 : 0;
}

async function show(wrong: Wrong): Promise<void> {
  const run = await runOrchestration(wrong.scenario, { keepTrace: true });
  for (const line of run.simulation.trace.lines()) console.log(line);
  console.log(JSON.stringify(wrong.scenario));
  for (const sentence of await wrongWith(run)) console.log(`WRONG: ${sentence}`);
  console.log(again(wrong));
}

function again({ seed, path }: Wrong): string {
  return `npm run simulate:soak -- --seed ${seed} --path ${path}`;
}

function wholeNumber(option: string, text: string, least: number): number {
  const number = Number(text);
  if (Number.isSafeInteger(number) && number >= least) return number;
  throw new UsageError(`--${option}: expected a whole number from ${least}, got ${text}`);
}
