import type { JobOutcome, JobPreview } from "@switchyard/core/orchestration/scheduler.ts";
import { runCommand, UsageError } from "./cli/command.ts";
import { progressBar } from "./cli/progress.ts";
import { formatTable } from "./cli/table.ts";
import { deploymentAt, type Deployment } from "./orchestration/deployment.ts";
import { eventOf, readJob } from "./orchestration/jobs/event.ts";
import { loadJob, previewJob } from "./orchestration/jobs/load.ts";
import { schedulerOptions } from "./orchestration/jobs/options.ts";
import { brief } from "./orchestration/text.ts";

const usage = `npm run schedule -- <job.json | -> [--labourer id] [--job-id id] [--yes] [--local] [--json]

Makes a job into tasks. Without --yes it only counts them and shows the first. A job's id is accepted once: the
same command with the same --job-id goes on with a load that was stopped, and doubles nothing.

  <job.json | ->  the job as JSON, or an event with one; - reads standard input
  --labourer      who does it; goes before the job's own lambda_name
  --job-id        default: the job's own, else a new one
  --yes           do it
  --local         on the local stack; else on what was deployed last, or what the environment names
  --json          print the preview or the outcome as JSON

Exit codes: 0 done, 1 failed, 2 wrong usage.`;

const options = {
  labourer: { type: "string" },
  "job-id": { type: "string" },
  yes: { type: "boolean" },
  local: { type: "boolean" },
  json: { type: "boolean" },
} as const;

await runCommand({
  usage,
  options,
  allowPositionals: true,
  run: async ({ yes = false, local = false, json = false, ...flags }, [source, ...others]) => {
    if (!source || others.length > 0) throw new UsageError(`expected one job\n\n${usage}`);
    const event = eventOf(await readJob(source), flags);
    const deployment = await deploymentAt({ local }, "scheduler");
    const preview = await previewJob(event, schedulerOptions(deployment));
    if (!yes) return show(preview, json);
    return carryOut(event, preview.count, { deployment, json });
  },
});

function show(preview: JobPreview, json: boolean) {
  const { labourer_id: labourer, count, first } = preview;
  const rows = first.map((payload, at) => ({
    "": at + 1,
    payload: brief(JSON.stringify(payload)),
  }));
  const more = count > first.length ? `\n… and ${count - first.length} more` : "";
  if (json) console.log(JSON.stringify(preview, undefined, 2));
  else
    console.log(
      `${formatTable(rows)}${more}\n\n${count} tasks for ${labourer}. Nothing was done; --yes does it.`,
    );
  return 0;
}

interface Doing {
  readonly deployment: Deployment;
  readonly json: boolean;
}

async function carryOut(
  event: Readonly<Record<string, unknown>>,
  count: number,
  { deployment, json }: Doing,
) {
  const bar = progressBar("loading", count);
  const jobId = deployment.store.newToken();
  const onProgress = ({ loaded, job_id: id }: JobOutcome) => bar.to(loaded, id);
  const outcome = await loadJob(event, schedulerOptions(deployment), { jobId, onProgress });
  bar.end();
  console.log(json ? JSON.stringify(outcome, undefined, 2) : sentence(outcome));
  return outcome.state === "loaded" ? 0 : 1;
}

function sentence({ job_id, labourer_id, state, count, created, duplicates }: JobOutcome) {
  const leftOut = duplicates > 0 ? `, ${duplicates} left out for their keys` : "";
  return `Job ${job_id} is ${state}: ${created} of ${count} tasks for ${labourer_id}${leftOut}.`;
}
