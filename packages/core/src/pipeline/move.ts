import { carry } from "./carry.ts";
import { type PipelineContext } from "./context.ts";
import { giveUp } from "./ledger/give-up.ts";
import { revive } from "./ledger/revive.ts";
import { claim, claimToFinish, type Lease } from "./ledger/table.ts";
import { type Outcome } from "./outcome.ts";
import { type Upload } from "./upload.ts";

/**
 * Moves one uploaded version from staging to the archive: claim, process, copy, delete, each once
 * however often it is announced, and one version of a key after the other.
 *
 * Failures of the file or of a step are outcomes, recorded in the ledger. Throws only when the
 * ledger can't be asked; then nothing was claimed.
 *
 * Seed: two buckets and a Lambda, `lambda_handler`.
 */
export async function moveToArchive(
  { revive: failedAt, ...upload }: Upload,
  context: PipelineContext,
): Promise<Outcome> {
  const { ledger } = context;
  if (failedAt !== undefined) await revive(upload, ledger, failedAt);
  const lease = newLease(context);
  const answer = await claim(upload, lease, ledger);
  if (answer.kind === "claimed") return carry(answer.claimed, context);
  if (answer.kind === "busy") return { kind: "busy", upload, until: answer.until };
  const { record } = answer;
  if (answer.kind === "duplicate") return { kind: "duplicate", upload, state: record.state };
  if (record.processed_at === undefined) return giveUp(upload, record, ledger);
  const claimed = await claimToFinish(upload, { lease, record }, ledger);
  return claimed ? carry(claimed, context) : { kind: "busy", upload, until: ledger.now() };
}

function newLease({ ledger, timing }: PipelineContext): Lease {
  return { token: ledger.newToken(), until: timing.leaseUntil() };
}
