import { type PipelineContext } from "./context.ts";
import { LeaseLostError, OutOfTimeError } from "./errors.ts";
import { hasEnded } from "./ledger/record.ts";
import { release } from "./ledger/release.ts";
import { type Claimed } from "./ledger/table.ts";
import { type Outcome } from "./outcome.ts";
import { type Progress } from "./progress.ts";
import { InvalidFileError } from "./transforms/errors.ts";

/** After a failure: frees the version, records the error, and says what comes next. Throws nothing. */
export async function settle(
  thrown: unknown,
  claimed: Claimed,
  progress: Progress,
  context: PipelineContext,
): Promise<Outcome> {
  const { record } = claimed;
  const { upload = claimed.upload } = progress;
  const { ledger, storage, log, timing } = context;
  const error = storage.signal?.aborted ? new OutOfTimeError() : thrown;
  const retry: Outcome = { kind: "retry", upload, error, attempts: record.attempts };
  // The holder's work is left to the holder.
  if (error instanceof LeaseLostError) return retry;
  if (progress.copy === "inDoubt") {
    // Whoever comes next must not look before the copy is there, should it still be made.
    log.warn("a copy was not answered", { key: upload.key, version: upload.version, error });
    return { kind: "busy", upload, until: timing.leaseUntil() };
  }
  try {
    const failure = {
      error: describe(error),
      permanent: isPermanent(error),
      inLane: progress.inLane,
      mayHaveCopy: progress.copy !== "none",
    };
    const state = await release({ ...claimed, upload }, failure, ledger);
    if (state === "failed") return { kind: "failed", upload, error };
    // The last write was done although its answer was lost.
    return hasEnded(state) ? { kind: "duplicate", upload, state } : retry;
  } catch (unreleased) {
    // The lease runs out by itself.
    log.warn("a lease could not be released", { key: upload.key, error: unreleased });
    return retry;
  }
}

function isPermanent(error: unknown): boolean {
  if (error instanceof InvalidFileError) return true;
  return error instanceof Error && "permanent" in error && error.permanent === true;
}

const longestMessage = 1_000;

/** An error as the ledger keeps it. */
function describe(error: unknown): { code: string; message: string } {
  if (!(error instanceof Error)) return { code: "unknown", message: String(error) };
  const code = "code" in error && typeof error.code === "string" ? error.code : error.name;
  return { code, message: error.message.slice(0, longestMessage) };
}
