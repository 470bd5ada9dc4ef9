import { auditsOf } from "../operations/audit.ts";
import { stateKey, stateOfRow } from "../orchestrator/state-row.ts";
import { getJob } from "../scheduler/jobs/read.ts";
import { type JobRecord } from "../scheduler/jobs/record.ts";
import { getRow } from "../store/read.ts";
import { type Store } from "../store/store.ts";
import { type Row } from "../store/write.ts";

/** A job as it is now, and what people did to it. */
export interface JobLook {
  readonly record: JobRecord;
  /** What an operator decided for it, while that holds. */
  readonly held?: "paused" | "draining" | "cancelled";
  /** Newest first, of the last 500 things that operators did. */
  readonly operations: readonly Row[];
}

/** Reads one job. Throws `JobNotFoundError`. */
export async function lookAtJob(id: string, store: Store): Promise<JobLook> {
  const [record, operations] = await Promise.all([
    getJob(id, store),
    auditsOf({ job_id: id }, 500, store),
  ]);
  const { heldJobs } = stateOfRow(await getRow("flow", stateKey(record.labourer_id), store));
  const held = Object.hasOwn(heldJobs, id) ? heldJobs[id] : undefined;
  return { record, operations, ...(held && { held }) };
}
