import { setTimeout as sleep } from "node:timers/promises";
import {
  schedule,
  type JobOutcome,
  type JobPreview,
  type SchedulerOptions,
} from "@switchyard/core/orchestration/scheduler.ts";
import { UsageError } from "../../cli/command.ts";

type Event = Readonly<Record<string, unknown>>;

/** What a job would make; nothing is written. Throws what the scheduler throws. */
export async function previewJob(event: Event, options: SchedulerOptions): Promise<JobPreview> {
  const answer = await schedule({ ...event, dry_run: true }, options);
  if (!("dry_run" in answer)) throw new UsageError("expected a job, got the event of a resume");
  return answer;
}

interface Loading {
  /** Id of a job that has none. */
  readonly jobId: string;
  /** Hears how far it is, each time that a slice of the work is done. */
  readonly onProgress: (outcome: JobOutcome) => void;
  /** Ms of a slice. */
  readonly slice?: number;
}

/**
 * Schedules a job and sees to it that it is loaded to its end: what a slice leaves is resumed,
 * what another run loads is waited for. Stopped half-way, the same call goes on.
 */
export async function loadJob(
  event: Event,
  options: SchedulerOptions,
  { jobId, onProgress, slice = 3_000 }: Loading,
): Promise<JobOutcome> {
  const { now = Date.now } = options.store ?? {};
  const run = async (sent: Event, ms: number) => {
    const end = now() + ms;
    const time = { remainingMs: () => end - now(), shutdownMs: 0 };
    const answer = await schedule(sent, { ...options, ...time }, jobId);
    if ("dry_run" in answer) throw new UsageError("the job says dry_run, and --yes was given");
    onProgress(answer);
    return answer;
  };
  let ms = slice;
  let outcome = await run(event, ms);
  while (outcome.unfinished) {
    // Another run is at it.
    if (!outcome.next) await (options.store?.sleep ?? sleep)(slice);
    const next = await run({ resume: outcome.job_id }, ms);
    // A slice too short for any progress would never end.
    if (next.loaded === outcome.loaded) ms *= 2;
    outcome = next;
  }
  return outcome;
}
