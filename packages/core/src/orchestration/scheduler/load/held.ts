import { stateKey } from "../../orchestrator/state-row.ts";
import { getRow } from "../../store/read.ts";
import { type Store } from "../../store/store.ts";
import { type JobRecord } from "../jobs/record.ts";

/** What somebody decided about a job: `paused` (its tasks are to wait), anything else ends its load. */
export async function holdOn(
  { labourer_id, job_id }: JobRecord,
  store: Store,
): Promise<string | undefined> {
  const row = await getRow("flow", stateKey(labourer_id), store);
  const held = (row?.["held_jobs"] ?? {}) as Readonly<Record<string, string>>;
  return held[job_id];
}
