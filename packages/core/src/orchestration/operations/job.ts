import { TransactionBusyError } from "../errors.ts";
import { stateKey } from "../orchestrator/state-row.ts";
import { JobNotFoundError } from "../scheduler/errors.ts";
import { jobKey, recordOfRow } from "../scheduler/jobs/record.ts";
import { getRow } from "../store/read.ts";
import { transact } from "../store/transact.ts";
import { type Store } from "../store/store.ts";
import { type Write } from "../store/write.ts";
import { auditPut } from "./audit.ts";
import { bulk, type BulkProgress } from "./bulk.ts";
import { endingPut } from "./ending.ts";
import { TooManyHeldJobsError } from "./errors.ts";
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
 * a drain whose load has not ended. A cancelled job stays cancelled; what a broken run left of it
 * the scavenger cancels, or cancelling it again. The hold of a cancelled or drained job ends by the
 * scavenger, once no task needs it.
 *
 * Throws `JobNotFoundError`, and `TooManyHeldJobsError`: nothing was changed.
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
  const isCancelled = row["cancelled_at"] !== undefined;
  const wanted = { id, labourer, action, isCancelled };
  const { changed, hold } = await changeHold(wanted, who, operating);
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
  /** Its record says so, also when its hold is over. */
  readonly isCancelled: boolean;
}

/** Characters of a labourer's list of held jobs, beside all else its row holds. */
const mostHeld = 100_000;

/** What the labourer's row says of its jobs; the orchestrator and the loader heed it. */
async function changeHold(wanted: Wanted, who: Operator, { store }: Operating) {
  const { id, labourer, action } = wanted;
  for (let attempt = 1; attempt <= tries; attempt++) {
    const row = await getRow("flow", stateKey(labourer), store);
    const held = row?.["held_jobs"] as Held | undefined;
    const now = wanted.isCancelled ? "cancelled" : held?.[id];
    const next = action === "resume" ? undefined : holdFor[action];
    if (now === next || now === "cancelled") return { changed: false, hold: now };
    const others = Object.entries(held ?? {}).filter(([job]) => job !== id);
    const wanting: Held = Object.fromEntries([...others, ...(next ? [[id, next]] : [])]);
    if (next && JSON.stringify(wanting).length > mostHeld)
      throw new TooManyHeldJobsError(labourer, others.length);
    const { done } = await transact(holdWrites(wanted, held, wanting, who, store), store);
    if (done) return { changed: true, hold: next };
  }
  throw new TransactionBusyError(tries, "the labourer's row was changed each time");
}

type Held = Readonly<Record<string, Hold>>;

function holdWrites(
  { id, labourer, action }: Wanted,
  before: Held | undefined,
  after: Held,
  who: Operator,
  store: Store,
): Write[] {
  const condition = before
    ? { expression: "#held_jobs = :held", values: { ":held": before } }
    : { expression: "attribute_not_exists(#held_jobs)" };
  // Counted, so that marks planned by the list before are refused.
  const change = { set: { held_jobs: after }, add: { holds: 1 } };
  const forGood = { set: { cancelled_at: Math.floor(store.now() / 1_000) } };
  const isThere = { expression: "attribute_exists(#job_id)" };
  return [
    { update: "flow", key: stateKey(labourer), change, condition },
    auditPut(who, { action, job_id: id, labourer_id: labourer }, store),
    ...(action === "cancel" || action === "drain" ? [endingPut(labourer, id, who, store)] : []),
    ...(action === "cancel"
      ? [{ update: "flow", key: jobKey(id), change: forGood, condition: isThere } as const]
      : []),
  ];
}
