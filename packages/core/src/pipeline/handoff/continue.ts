import { carry } from "../carry.ts";
import { type PipelineContext } from "../context.ts";
import { continueClaim, renew } from "../ledger/renew.ts";
import { type Claimed } from "../ledger/table.ts";
import { type Outcome } from "../outcome.ts";
import { newProgress, type Progress } from "../progress.ts";
import { type HandedFile } from "./handoff.ts";

/**
 * Carries a file that a function handed over, for as long as it takes, and renews its lease
 * meanwhile. A file that isn't this task's any more is left alone.
 *
 * `holder` names this task in the ledger, as its ARN does. Should the task die, the
 * sweep finds the file in the ledger's list of handed ones.
 */
export async function continueHanded(
  { upload, token }: HandedFile,
  holder: string,
  context: PipelineContext,
): Promise<Outcome> {
  const lease = { token, until: context.timing.leaseUntil(), holder };
  const continued = await continueClaim(upload, lease, context.ledger);
  if (!("claimed" in continued)) {
    return { kind: "duplicate", upload, state: continued.record?.state ?? "gone" };
  }
  const lost = new AbortController();
  const done = new AbortController();
  const { signal } = context.storage;
  const either = signal ? AbortSignal.any([signal, lost.signal]) : lost.signal;
  const progress = newProgress();
  const keeping = keepLease(continued.claimed, progress, { context, done: done.signal, lost });
  try {
    const storage = { ...context.storage, signal: either };
    return await carry(continued.claimed, { ...context, storage }, progress);
  } finally {
    done.abort();
    await keeping;
  }
}

interface Keeping {
  readonly context: PipelineContext;
  readonly done: AbortSignal;
  readonly lost: AbortController;
}

/** Three renewals to a lease: two may fail. Whoever can't renew in time stops. */
async function keepLease(claimed: Claimed, progress: Progress, { context, done, lost }: Keeping) {
  const { ledger, timing, log } = context;
  let until = claimed.lease.until;
  while (ledger.now() < until) {
    await ledger.sleep((timing.leaseUntil() - ledger.now()) / 3, done);
    if (done.aborted) return;
    try {
      const next = timing.leaseUntil();
      if (!(await renew(claimed, { until: next, inLane: progress.inLane }, ledger))) break;
      until = next;
    } catch (error) {
      log.warn("a lease could not be renewed", { key: claimed.upload.key, error });
    }
  }
  lost.abort();
}
