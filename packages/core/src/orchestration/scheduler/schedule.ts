import { type Labourer } from "../labourer.ts";
import { seconds } from "../store/store.ts";
import { LoadTakenError, TooManyLoadersError } from "./errors.ts";
import { type Fields, isFields } from "./fields.ts";
import { checkOptions, findLabourer } from "./job/labourer.ts";
import { type JobRequest, parseJob } from "./job/parse.ts";
import { acceptJob } from "./jobs/accept.ts";
import { takeLoad } from "./jobs/lease.ts";
import { type JobOutcome, outcomeOf } from "./jobs/outcome.ts";
import { getJob } from "./jobs/read.ts";
import { type JobRecord } from "./jobs/record.ts";
import { requestOf } from "./jobs/request.ts";
import { loadTasks, payloadsAgain } from "./load/load.ts";
import { checkPayload } from "./payload/check.ts";
import { bodyOf } from "./payload/payload.ts";
import { type SchedulerOptions, schedulerOf, type SchedulerSettings } from "./settings.ts";

/** What a job would make. Nothing was written. */
export interface JobPreview {
  readonly dry_run: true;
  readonly labourer_id: string;
  readonly count: number;
  /** The payloads of its first tasks. */
  readonly first: readonly Fields[];
}

const shown = 10;

/**
 * Makes a job into tasks, or goes on with one that was begun (`{ resume: <job id> }`).
 *
 * The same id is accepted once: again, it answers with what it made, and finishes it if nobody
 * does. `requestId` is the id of a job that has none, so that a trigger which repeats makes it
 * once. When the time is short, `next` is the event for a sibling.
 *
 * Throws `InvalidJobError`, `UnknownLabourerError`, `LabourerDrainingError`: then nothing was
 * written. Any other error leaves a job that can be resumed. Seed: Scheduler.
 */
export async function schedule(
  event: unknown,
  options: SchedulerOptions,
  requestId?: string,
): Promise<JobOutcome | JobPreview> {
  const settings = schedulerOf(options);
  if (isFields(event) && typeof event["resume"] === "string")
    return resume(event["resume"], settings, Number(event["generation"] ?? 0));
  const request = correlated(parseJob(event), settings);
  const labourer = findLabourer(request.labourer, settings.labourers);
  checkOptions(request.options, labourer);
  if (request.options.dry_run) return preview(labourer, request, settings);
  const jobId = request.options.job_id ?? requestId ?? settings.store.newToken();
  const createdAt = seconds(settings.store);
  const payloads = payloadsAgain({ created_at: createdAt }, request, settings);
  const count = countOf(payloads(), labourer);
  const holder = settings.store.newToken();
  const job = { jobId, labourerId: labourer.id, count, createdAt, request };
  const record = await acceptJob(job, holder, settings);
  return record ? load(record, request, holder, settings) : resume(jobId, settings);
}

/** A job without a correlation id of its own gets this run's, also for whoever resumes it. */
function correlated(request: JobRequest, { correlation }: SchedulerSettings): JobRequest {
  const correlation_id = request.options.correlation_id ?? correlation;
  return { ...request, options: { ...request.options, correlation_id } };
}

/** All of them are made once, so that a bad value is found before anything is written. */
function countOf(payloads: Iterable<Fields>, labourer: Labourer): number {
  let count = 0;
  for (const payload of payloads) {
    checkPayload(bodyOf(payload), labourer);
    count++;
  }
  return count;
}

function preview(labourer: Labourer, request: JobRequest, settings: SchedulerSettings): JobPreview {
  const payloads = payloadsAgain({ created_at: seconds(settings.store) }, request, settings);
  const first = [...Iterator.from(payloads()).take(shown)];
  return { dry_run: true, labourer_id: labourer.id, count: countOf(payloads(), labourer), first };
}

async function resume(
  jobId: string,
  settings: SchedulerSettings,
  generation = 0,
): Promise<JobOutcome> {
  // A mistake must not spawn for ever.
  if (!(generation < settings.mostRuns)) throw new TooManyLoadersError(jobId, settings.mostRuns);
  const { holder, record } = await takeLoad(jobId, settings);
  if (holder === undefined) return outcomeOf(record ?? (await getJob(jobId, settings.store)));
  return load(record, await requestOf(record, settings), holder, settings, generation);
}

async function load(
  record: JobRecord,
  request: JobRequest,
  holder: string,
  settings: SchedulerSettings,
  generation = 0,
): Promise<JobOutcome> {
  try {
    return outcomeOf(await loadTasks(record, request, holder, settings), generation);
  } catch (error) {
    if (!(error instanceof LoadTakenError)) throw error;
    return outcomeOf(await getJob(record.job_id, settings.store));
  }
}
