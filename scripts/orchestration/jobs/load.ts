import { setTimeout as sleep } from "node:timers/promises";
import { poke } from "@switchyard/core/orchestration/orchestrator/poke.ts";
import { lambdaClient } from "@switchyard/core/aws/clients/lambda.ts";
import { readJobSchemas } from "@switchyard/core/orchestration/scheduler/job/schema.ts";
import type { JobOutcome } from "@switchyard/core/orchestration/scheduler/jobs/outcome.ts";
import { schedule, type JobPreview } from "@switchyard/core/orchestration/scheduler/schedule.ts";
import type { SchedulerOptions } from "@switchyard/core/orchestration/scheduler/settings.ts";
import { UsageError } from "../../cli/command.ts";
import type { Deployment } from "../deployment.ts";

/** Ms between two looks at the progress. */
const slice = 2_000;

/** What a job would make; nothing is written. Throws what the scheduler throws. */
export async function previewJob(
  event: Readonly<Record<string, unknown>>,
  deployment: Deployment,
): Promise<JobPreview> {
  const answer = await schedule({ ...event, dry_run: true }, optionsOf(deployment));
  if (!("dry_run" in answer)) throw new UsageError("the job can't be previewed: it names a resume");
  return answer;
}

/**
 * Schedules a job and sees to it that it is loaded to its end: what a slice of time leaves is
 * resumed, what another run loads is waited for. `onProgress` hears after each slice.
 */
export async function loadJob(
  event: Readonly<Record<string, unknown>>,
  deployment: Deployment,
  onProgress: (outcome: JobOutcome) => void,
): Promise<JobOutcome> {
  const token = deployment.store.newToken();
  let outcome = await scheduleFor(slice, event, deployment, token);
  for (; outcome.unfinished; outcome = await resumed(outcome, deployment)) onProgress(outcome);
  onProgress(outcome);
  return outcome;
}

async function resumed({ job_id, next }: JobOutcome, deployment: Deployment) {
  // Another run is at it.
  if (!next) await sleep(slice);
  return scheduleFor(slice, next ?? { resume: job_id }, deployment, job_id);
}

async function scheduleFor(ms: number, event: object, deployment: Deployment, id: string) {
  const { now } = deployment.store;
  const end = now() + ms;
  const time = { remainingMs: () => end - now(), shutdownMs: 0 };
  const answer = await schedule(event, { ...optionsOf(deployment), ...time }, id);
  if ("dry_run" in answer) throw new UsageError("the job says dry_run: leave it out, or --yes");
  return answer;
}

function optionsOf({ settings, config, labourers, store }: Deployment): SchedulerOptions {
  const { orchestrator } = settings.functions;
  return {
    labourers,
    queueBucket: settings.queueBucket ?? "",
    schemas: readJobSchemas(config),
    timeZone: settings.timeZone,
    store,
    poke: (news) => poke(news, { lambda: lambdaClient(), orchestrator }),
  };
}
