import { LeaseLostError } from "../errors.ts";
import { type ProcessedFile } from "../process-step.ts";
import { type Change, type Condition } from "../../aws/expressions.ts";
import { type Newest } from "./lane.ts";
import { laneVersion, type FileState } from "./record.ts";
import { onTo, type Claimed, type Lease, type Ledger } from "./table.ts";
import { transactIf } from "./transact.ts";
import { writeIf, type Write } from "./write.ts";

export const holdsLease = ({ token }: Pick<Lease, "token">): Condition => ({
  expression: "#lease.#token = :holding",
  values: { ":holding": token },
});

/** What the ledger keeps of a processed version. Without `processed`, an earlier run recorded it. */
export const processedChange = (
  { upload }: Claimed,
  processed: ProcessedFile | undefined,
  now: number,
): Change => ({
  set: {
    ...onTo("processed", upload.key),
    correlation: upload.correlation,
    results: processed?.results,
    detected_type: processed?.detectedType,
    transform: processed?.transform,
    summary: processed?.summary,
  },
  setOnce: { processed_at: now },
});

/** Records that a version is processed, without its key's lane. Throws `LeaseLostError`. */
export async function recordProcessed(
  claimed: Claimed,
  processed: ProcessedFile | undefined,
  ledger: Ledger,
): Promise<void> {
  await writeMine(claimed, processedChange(claimed, processed, ledger.now()), ledger);
}

export interface Ending {
  readonly state: Extract<FileState, "archived" | "superseded" | "gone">;
  readonly archive?: Place;
}

/** Where the archive has a version. */
export interface Place {
  readonly key: string;
  readonly version?: string;
}

/** Records how a version ended, and frees it. Throws `LeaseLostError`. */
export async function endAlone(claimed: Claimed, ending: Ending, ledger: Ledger): Promise<void> {
  await writeMine(claimed, endingChange(claimed, ending, ledger), ledger);
}

/**
 * Records that a version is archived under its key, and leaves the lane to the next with what is
 * now the newest: one transaction. Throws `LeaseLostError`.
 */
export async function endInLane(
  claimed: Claimed,
  { archive, newest }: { archive: Place; newest: Newest },
  ledger: Ledger,
): Promise<void> {
  const { upload, lease } = claimed;
  const lane: Write = {
    key: upload.key,
    version: laneVersion,
    change: {
      set: { newest, expires_at: expiry(ledger) },
      remove: ["holder"],
    },
    condition: { expression: "#holder.#token = :holding", values: { ":holding": lease.token } },
  };
  const file: Write = {
    ...nameOf(claimed),
    change: endingChange(claimed, { state: "archived", archive }, ledger),
    condition: holdsLease(lease),
  };
  const done = await transactIf([file, lane], ledger.newToken(), ledger);
  if (!done.done) throw new LeaseLostError(upload.key, upload.version);
}

function endingChange({ upload }: Claimed, ending: Ending, ledger: Ledger): Change {
  const { state, archive } = ending;
  const set = { ...onTo(state, upload.key), [`${state}_at`]: ledger.now(), archive };
  return { set: { ...set, expires_at: expiry(ledger) }, remove: ["lease", "error"] };
}

/** DynamoDB's time to live, in seconds since 1970; `undefined` keeps for ever. */
function expiry({ retentionDays, now }: Ledger): number | undefined {
  return retentionDays > 0 ? Math.floor(now() / 1000) + retentionDays * 86_400 : undefined;
}

/** A write that only the lease's holder may do. Throws `LeaseLostError`. */
export async function writeMine(claimed: Claimed, change: Change, ledger: Ledger): Promise<void> {
  const condition = holdsLease(claimed.lease);
  const written = await writeIf(
    { ...nameOf(claimed), change, condition },
    ledger.newToken(),
    ledger,
  );
  if (!written.done) throw new LeaseLostError(claimed.upload.key, claimed.upload.version);
}

export const nameOf = ({ upload: { key, version } }: Claimed) => ({ key, version });
