import { execFile } from "node:child_process";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { median } from "../benchmark.ts";

const run = promisify(execFile);

// What a function's environment has when it starts; nothing answers there, and nothing is asked.
const environment = {
  PATH: process.env["PATH"],
  AWS_REGION: "us-east-1",
  STAGE: "bench",
  STAGING_BUCKET: "staging",
  ARCHIVE_BUCKET: "archive",
  LEDGER_TABLE: "ledger",
  UPLOADS_QUEUE_URL: "http://127.0.0.1:9/uploads",
  DEAD_LETTERS_QUEUE_URL: "http://127.0.0.1:9/dead-letters",
  UPLOAD_RECORDS_TABLE: "upload-records",
  UPLOAD_ROLE_ARN: "arn:aws:iam::000000000000:role/upload",
};

/**
 * Processor milliseconds that two modules take to load, each time in a new process, in turn: their
 * medians, and the median of the rounds' ratios.
 */
export async function compareStarts(oursFile: string, bareFile: string, rounds: number) {
  const [ours, bare]: [number[], number[]] = [[], []];
  await Promise.all([loadTime(oursFile), loadTime(bareFile)]);
  for (let round = 0; round < rounds; round++) {
    ours.push(await loadTime(oursFile));
    bare.push(await loadTime(bareFile));
  }
  const ratios = ours.map((time, round) => time / (bare[round] ?? Number.NaN));
  return { ours: median(ours), bare: median(bare), ratio: median(ratios) };
}

async function loadTime(file: string) {
  const code = `const before = process.cpuUsage();
    await import(${JSON.stringify(pathToFileURL(file).href)});
    const { user, system } = process.cpuUsage(before);
    console.log((user + system) / 1000);
    process.exit();`;
  const args = ["--input-type=module", "--eval", code];
  const { stdout } = await run(process.execPath, args, { env: environment });
  return Number(stdout.trim().split("\n").at(-1));
}
