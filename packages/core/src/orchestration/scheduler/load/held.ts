import { sameHolds } from "../../orchestrator/lease.ts";
import { stateKey, stateOfRow, type LabourerState } from "../../orchestrator/state-row.ts";
import { getRow } from "../../store/read.ts";
import { type Store } from "../../store/store.ts";
import { type Write } from "../../store/write.ts";
import { type JobRecord } from "../jobs/record.ts";

/** What somebody decided about a job, and the count of such decisions about its labourer's jobs. */
export interface JobHold {
  /** `paused`: its tasks are to wait; anything else ends its load. */
  readonly hold: LabourerState["heldJobs"][string] | undefined;
  readonly holds: number;
}

export async function holdOn({ labourer_id, job_id }: JobRecord, store: Store): Promise<JobHold> {
  const { heldJobs, holds } = stateOfRow(await getRow("flow", stateKey(labourer_id), store));
  return { hold: heldJobs[job_id], holds };
}

/** Goes with tasks that are loaded as held: whoever resumes their job brings back those that are there. */
export const stillHeld = ({ labourer_id }: JobRecord, { holds }: JobHold): Write => ({
  check: "flow",
  key: stateKey(labourer_id),
  condition: sameHolds(holds),
});
