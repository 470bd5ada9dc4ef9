import { TransactionBusyError } from "../errors.ts";
import { stateKey } from "../orchestrator/state-row.ts";
import { JobNotFoundError } from "../scheduler/errors.ts";
import { jobKey, recordOfRow } from "../scheduler/jobs/record.ts";
import { getRow } from "../store/read.ts";
import { transact } from "../store/transact.ts";
import { auditPut } from "./audit.ts";
import { bulk, type BulkProgress } from "./bulk.ts";
import { tell, type Operating, type Operator } from "./operating.ts";

export type JobAction = "pause" | "resume" | "drain" | "cancel";
export interface JobOperated {
  readonly changed: boolean;
  /** What became of its tasks, where the action changes them at once. */
  readonly tasks?: BulkProgress;
}

type Hold = "paused" | "draining" | "cancelled";
const holdFor = { pause: "paused", drain: "draining", cancel: "cancelled" } as const;
const tries = 12;

/**
 * Pauses a job (none of its tasks starts), drains it (no more are loaded; those loaded go on),
 * cancels it (those that wait are closed, those that run are told), or resumes it from a pause or
 * a drain whose load has not ended. A cancelled job stays cancelled; cancelling it again goes on
 * with what a broken run left.
 *
 * Throws `JobNotFoundError`.
 */
export async function operateJob(
  id: string,
  action: JobAction,
  who: Operator,
  operating: Operating,
  options: { readonly endsAt?: number } = {},
): Promise<JobOperated> {
  const { store } = operating;
  const row = await getRow("flow", jobKey(id), store);
  if (!row) throw new JobNotFoundError(id);
  const labourer = recordOfRow(row).labourer_id;
  const { changed, hold } = await changeHold({ id, labourer, action }, who, operating);
  const filter = { labourer, job: id };
  if (action === "cancel") {
    const tasks = await bulk({ action, filter }, who, operating, options);
    return { changed: changed || tasks.changed > 0, tasks };
  }
  // Also where an earlier resume was broken off.
  if (action !== "resume" || hold !== undefined) return { changed };
  const tasks = await bulk({ action, filter }, who, operating, options);
  if (changed) await tell({ labourer_id: labourer }, operating);
  return { changed: changed || tasks.changed > 0, tasks };
}

interface Wanted {
  readonly id: string;
  readonly labourer: string;
  readonly action: JobAction;
}

/** What the labourer's row says of its jobs; the orchestrator and the loader heed it. */
async function changeHold({ id, labourer, action }: Wanted, who: Operator, operating: Operating) {
  const { store } = operating;
  const key = stateKey(labourer);
  for (let attempt = 1; attempt <= tries; attempt++) {
    const row = await getRow("flow", key, store);
    const held = row?.["held_jobs"] as Readonly<Record<string, Hold>> | undefined;
    const now = held?.[id];
    const next = action === "resume" ? undefined : holdFor[action];
    if (now === next || now === "cancelled") return { changed: false, hold: now };
    const others = Object.entries(held ?? {}).filter(([job]) => job !== id);
    const set = { held_jobs: Object.fromEntries([...others, ...(next ? [[id, next]] : [])]) };
    const condition = held
      ? { expression: "#held_jobs = :held", values: { ":held": held } }
      : { expression: "attribute_not_exists(#held_jobs)" };
    const { done } = await transact(
      [
        // Counted, so that marks planned by the list before are refused.
        { update: "flow", key, change: { set, add: { holds: 1 } }, condition },
        auditPut(who, { action, job_id: id, labourer_id: labourer }, store),
      ],
      store,
    );
    if (done) return { changed: true, hold: next };
  }
  throw new TransactionBusyError(tries, "the labourer's row was changed each time");
}
