import { getRow } from "../../store/read.ts";
import { type Store } from "../../store/store.ts";
import { type JobRecord } from "../jobs/record.ts";
import { type Key } from "../../tables.ts";

/** The row that everything about a labourer's starts is conditional on. */
export const labourerKey = (labourerId: string): Key => ({
  partition: `labourer#${labourerId}`,
  sort: "state",
});

/** What somebody decided about a job: `paused` (its tasks are to wait), anything else ends its load. */
export async function holdOn(
  { labourer_id, job_id }: JobRecord,
  store: Store,
): Promise<string | undefined> {
  const row = await getRow("flow", labourerKey(labourer_id), store);
  const held = (row?.["held_jobs"] ?? {}) as Readonly<Record<string, string>>;
  return held[job_id];
}
