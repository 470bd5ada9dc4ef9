import { LabourerDrainingError } from "../../errors.ts";
import { stateKey } from "../../orchestrator/state-row.ts";
import { transact } from "../../store/transact.ts";
import { type Write } from "../../store/write.ts";
import { type JobRequest } from "../job/parse.ts";
import { type SchedulerSettings } from "../settings.ts";
import { type JobRecord, jobKey, listingKey, loadingKey } from "./record.ts";
import { keepRequest } from "./request.ts";

/** A job that is to be accepted. */
export interface NewJob {
  readonly jobId: string;
  readonly labourerId: string;
  readonly count: number;
  /** Seconds. */
  readonly createdAt: number;
  readonly request: JobRequest;
}

/**
 * Accepts a job once, for good: one transaction. The record, held by whoever accepts it;
 * `undefined` where the id was accepted before. Throws `LabourerDrainingError`.
 */
export async function acceptJob(
  job: NewJob,
  holder: string,
  settings: SchedulerSettings,
): Promise<JobRecord | undefined> {
  const { store } = settings;
  const kept = await keepRequest(job.jobId, job.request, settings);
  const record = { ...recordOf(job, settings), ...kept };
  const until = store.now() + settings.leaseMs;
  const isNew = { expression: "attribute_not_exists(#partition)" };
  const row = { ...jobKey(job.jobId), ...record, holder, until };
  const writes: Write[] = [
    { put: "flow", row, condition: isNew },
    { put: "flow", row: { ...loadingKey(job.jobId), created_at: record.created_at } },
    { put: "flow", row: { ...listingKey(record), ...listed(record) } },
    { check: "flow", key: stateKey(job.labourerId), condition: notDraining },
  ];
  const answer = await transact(writes, store);
  if (answer.done) return { ...record, holder, until };
  if (answer.refusals[0]?.refused) return undefined;
  throw new LabourerDrainingError(job.labourerId);
}

/** Holds for a labourer that never ran, too. */
export const notDraining = { expression: "attribute_not_exists(#draining)" };

function recordOf(
  { jobId, labourerId, count, createdAt, request }: NewJob,
  settings: SchedulerSettings,
) {
  const { tasksPerFile, jobRetentionDays } = settings;
  return {
    job_id: jobId,
    labourer_id: labourerId,
    correlation_id: request.options.correlation_id,
    state: "loading",
    count,
    loaded: 0,
    file: 0,
    offset: 0,
    files: 0,
    tasks_per_file: Math.min(tasksPerFile, 1_000_000),
    duplicates: 0,
    left_out: [],
    created_at: createdAt,
    expires_at: Math.floor(createdAt) + jobRetentionDays * 86_400,
  } satisfies JobRecord;
}

const listed = ({ job_id, labourer_id, count, created_at, expires_at }: JobRecord) => ({
  job_id,
  labourer_id,
  count,
  created_at,
  expires_at,
});
