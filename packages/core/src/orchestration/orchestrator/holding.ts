import { type Health } from "../ecology/health.ts";
import { type Labourer } from "../labourer.ts";
import { type Task } from "../task.ts";
import { renewLease, type Lease } from "./lease.ts";
import { type Notes } from "./report.ts";
import { type LabourerState } from "./state-row.ts";
import { type Yard } from "./yard.ts";

export interface RunRequest {
  readonly labourer: Labourer;
  /** Absent: as decided lately, or else read. */
  readonly health?: Health | undefined;
  /** Tasks that a poke told of; absent: nobody poked, the clock did. */
  readonly news?: readonly string[] | undefined;
  /** Pokes in a row that led to this run; absent: none. */
  readonly hops?: number | undefined;
  /** Only this task, and whether limits count for it. */
  readonly only?: { readonly task_id: string; readonly beyondLimits: boolean };
}

/** What a run carries from round to round. */
export interface Run extends RunRequest {
  readonly health: Health;
  lease: Lease;
  state: LabourerState;
  /** Tasks this run has dealt with, which the index may still show where they were. */
  readonly skip: Set<string>;
  /** Rows newer than the index's, learned from refusals. */
  readonly fresh: Map<string, Task>;
  /** Tasks of other programs were looked for. */
  adopted?: boolean;
  readonly notes: Notes;
  /** `lost`: another has the lease. `unsure`: whether the last mark was made, nobody knows. */
  stopped?: "lost" | "unsure";
}

/** Whether the run may begin another round. */
export const mayGoOn = ({ stopped }: Run, { store, endsAt, marginMs }: Yard) =>
  stopped === undefined && store.now() < endsAt - marginMs;

/** Goes on with the jobs that are held by now, as the labourer's row told. */
export function seeHolds(run: Run, { heldJobs, holds }: LabourerState): void {
  run.state = { ...run.state, heldJobs, holds };
}

/** Makes sure of the lease for another round. `false`: another has it. */
export async function hold(run: Run, yard: Yard, anyway = false): Promise<boolean> {
  if (!anyway && yard.store.now() < run.lease.until - yard.leaseMs / 2) return true;
  const taken = await renewLease(run.lease, yard);
  if (!taken) run.stopped = "lost";
  if (!taken || !("lease" in taken)) return false;
  run.lease = taken.lease;
  // What this run has read of its labourer is written when it ends.
  const { health, durations, adoption } = run.state;
  const { adoption: _, ...state } = taken.state;
  run.state = {
    ...state,
    ...(health && { health }),
    ...(durations && { durations }),
    ...(adoption && { adoption }),
  };
  return true;
}
