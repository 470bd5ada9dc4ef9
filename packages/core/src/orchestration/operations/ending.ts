import { type Store } from "../store/store.ts";
import { type Write } from "../store/write.ts";
import { type Key } from "../tables.ts";
import { type Operator } from "./operating.ts";

/** The flow table's partition of a labourer's holds that have an end: of cancelled and drained jobs. */
export const endingPartition = (labourerId: string) => `ending#${labourerId}`;

/** What is to be done before a job needs no hold any more. Written with the hold. */
export interface Ending {
  readonly job_id: string;
  /** When the scavenger looks at it (next), ms since 1970. */
  readonly due: number;
  /** Whole walks in a row in which none of the job's tasks was found. */
  readonly walks: number;
  /** Where the present walk has come to, and how many tasks it has found. */
  readonly stage: number;
  readonly after?: Key | undefined;
  readonly found: number;
  /** Who cancelled it, and why. */
  readonly by: string;
  readonly reason: string;
  /** Token of the last write. */
  readonly write?: string;
}

export const endingKey = (labourerId: string, jobId: string): Key => ({
  partition: endingPartition(labourerId),
  sort: jobId,
});

/** The record of a hold that begins now. */
export function endingPut(
  labourerId: string,
  jobId: string,
  { by, reason }: Operator,
  { now }: Pick<Store, "now">,
): Write {
  const ending: Ending = { job_id: jobId, due: now(), walks: 0, stage: 0, found: 0, by, reason };
  return { put: "flow", row: { ...endingKey(labourerId, jobId), ...ending } };
}
