import { type ProcessedFile } from "../process-step.ts";
import { type Change } from "../../aws/expressions.ts";
import { momentOf } from "./lanes.ts";
import { laneVersion, readRecord } from "./record.ts";
import { holdsLease, nameOf, processedChange } from "./steps.ts";
import { inState, type Claimed, type Ledger } from "./table.ts";
import { transactIf } from "./transact.ts";
import { writeIf, type Write } from "./write.ts";

export interface Failure {
  readonly error: { readonly code: string; readonly message: string };
  /** No retry mends it. */
  readonly permanent: boolean;
  /** This run holds the key's lane. */
  readonly inLane: boolean;
  /** Its copy may be in the archive: it is not given up before somebody has looked. */
  readonly mayHaveCopy: boolean;
}

/**
 * Frees a version after a failure: `received`, to be tried again, or `failed` when it can't be
 * mended or was tried as often as allowed. Returns the state it now has; the state that another
 * run gave it, if the lease was lost.
 */
export async function release(claimed: Claimed, failure: Failure, ledger: Ledger) {
  const isUsedUp = claimed.record.attempts >= ledger.attempts && !failure.mayHaveCopy;
  const isLast = failure.permanent || isUsedUp;
  const state = isLast ? "failed" : "received";
  const change: Change = {
    set: {
      ...inState(state, claimed.upload.key),
      error: failure.error,
      correlation: claimed.upload.correlation,
      failed_at: isLast ? ledger.now() : undefined,
    },
    remove: ["lease"],
  };
  const file: Write = { ...nameOf(claimed), change, condition: holdsLease(claimed.lease) };
  if (failure.inLane) {
    const both = await transactIf([file, letLaneGo(claimed)], ledger.newToken(), ledger);
    if (both.done) return state;
  }
  const alone = await writeIf(file, ledger.newToken(), ledger);
  return alone.done ? state : readRecord(alone.item).state;
}

/** The holder's name stays, out of time: the next one looks for the copy it may have left. */
function letLaneGo(claimed: Claimed): Write {
  const { token } = claimed.lease;
  return {
    key: claimed.upload.key,
    version: laneVersion,
    change: { set: { holder: { ...momentOf(claimed), token, until: 0 } } },
    condition: { expression: "#holder.#token = :holding", values: { ":holding": token } },
  };
}

/**
 * Puts a version down that has to wait before it is processed. The claim isn't counted. A lost
 * lease is no matter here.
 */
export async function postpone(claimed: Claimed, ledger: Ledger): Promise<void> {
  const set = inState("received", claimed.upload.key);
  await uncount(claimed, { set }, ledger);
}

/**
 * Puts a processed version down that has to wait for its key's lane. The claim isn't counted:
 * nothing was wrong. A lost lease is no matter here.
 */
export async function putDown(
  claimed: Claimed,
  processed: ProcessedFile | undefined,
  ledger: Ledger,
): Promise<void> {
  await uncount(claimed, processedChange(claimed, processed, ledger.now()), ledger);
}

/** A claim that was only to finish wasn't counted in the first place. */
async function uncount(claimed: Claimed, change: Change, ledger: Ledger): Promise<void> {
  const add = claimed.onlyFinish ? undefined : { attempts: -1 };
  const write: Write = {
    ...nameOf(claimed),
    change: { ...change, add, remove: ["lease"] },
    condition: holdsLease(claimed.lease),
  };
  await writeIf(write, ledger.newToken(), ledger);
}
