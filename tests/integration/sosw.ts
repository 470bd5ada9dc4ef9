import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { type SoswCase } from "../unit/orchestration/scheduler/sosw-cases.ts";
import { pythonWith } from "./python-with.ts";

const run = promisify(execFile);
let python = "";

/** Installs sosw into the checkout, if Python and PyPI are there. Says whether it is there then. */
export async function installSosw(): Promise<boolean> {
  python = (await pythonWith("sosw", "0.7.47", "sosw.scheduler")) ?? "";
  return python !== "";
}

/** Its scheduler alone, without the clients that it makes at its beginning. */
const program = `
import datetime, json, logging, sys, types
from sosw import scheduler
logging.disable(logging.CRITICAL)
today, cases = json.loads(sys.argv[1])
class Date(datetime.date):
    @classmethod
    def today(cls):
        return cls.fromisoformat(today)
scheduler.datetime = types.SimpleNamespace(date=Date, timedelta=datetime.timedelta)
results = []
for case in cases:
    made = scheduler.Scheduler.__new__(scheduler.Scheduler)
    made.config = {"job_schema": {"chunkable_attrs": [[name, {}] for name in case["attributes"]]}}
    made.initialize_from_job_schema()
    job = case["job"]
    first = scheduler.plural(case["attributes"][0])
    chunks = made.construct_job_data(job) if made.needs_chunking(first, job) else [job]
    results.append(chunks)
print(json.dumps(results))
`;

/** How sosw chunks these jobs, on a day. */
export async function chunkedBySosw(
  cases: readonly SoswCase[],
  today: string,
): Promise<Readonly<Record<string, unknown>>[][]> {
  const { stdout } = await run(python, ["-c", program, JSON.stringify([today, cases])], {
    env: { AWS_DEFAULT_REGION: "us-east-1", HOME: process.env["HOME"] ?? "" },
    maxBuffer: 64 * 1024 ** 2,
  });
  return JSON.parse(stdout) as Readonly<Record<string, unknown>>[][];
}
