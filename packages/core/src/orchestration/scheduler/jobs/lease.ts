import { type Write } from "../../store/write.ts";
import { updateIf } from "../../store/update.ts";
import { LoadTakenError } from "../errors.ts";
import { type SchedulerSettings } from "../settings.ts";
import { type JobRecord, jobKey, recordOfRow } from "./record.ts";

type Change = Partial<JobRecord>;

/** What `take` found. */
export type Lease =
  | { readonly holder: string; readonly record: JobRecord }
  /** Loaded, cancelled, or being loaded by another. */
  | { readonly holder: undefined; readonly record: JobRecord | undefined };

/** Makes this run the one that loads the job, if nobody does. */
export async function takeLoad(jobId: string, settings: SchedulerSettings): Promise<Lease> {
  const { store, leaseMs } = settings;
  const holder = store.newToken();
  const now = store.now();
  const taken = await updateIf(
    {
      update: "flow",
      key: jobKey(jobId),
      change: { set: { holder, until: now + leaseMs } },
      condition: {
        expression: "#state = :loading AND (attribute_not_exists(#holder) OR #until < :now)",
        values: { ":loading": "loading", ":now": now },
      },
    },
    store,
  );
  const record = taken.row && recordOfRow(taken.row);
  return taken.done && record ? { holder, record } : { holder: undefined, record };
}

/** A change by whoever loads the job; it also keeps others away for longer. */
export function heldChange(
  { job_id }: JobRecord,
  holder: string,
  change: Change,
  { store, leaseMs }: SchedulerSettings,
): Extract<Write, { update: unknown }> {
  return {
    update: "flow",
    key: jobKey(job_id),
    change: { set: { ...change, until: store.now() + leaseMs } },
    condition: {
      expression: "#state = :loading AND #holder = :holder",
      values: { ":loading": "loading", ":holder": holder },
    },
  };
}

/** Makes it. Throws `LoadTakenError`. */
export async function changeHeld(
  record: JobRecord,
  holder: string,
  change: Change,
  settings: SchedulerSettings,
): Promise<JobRecord> {
  const answer = await updateIf(heldChange(record, holder, change, settings), settings.store);
  if (!answer.done) throw new LoadTakenError(record.job_id);
  return recordOfRow(answer.row);
}

/** Lets a sibling go on at once. Somebody else's load is left alone. */
export async function releaseLoad(
  record: JobRecord,
  holder: string,
  settings: SchedulerSettings,
): Promise<void> {
  const { condition, key } = heldChange(record, holder, {}, settings);
  const change = { remove: ["holder", "until"] };
  await updateIf({ update: "flow", key, change, condition }, settings.store);
}
