import { type Upload } from "../upload.ts";
import { laneVersion, readRecord, type FileRecord } from "./record.ts";
import { momentOf } from "./lanes.ts";
import { holdsLease, nameOf } from "./steps.ts";
import { inState, known, type Claimed, type Lease, type Ledger } from "./table.ts";
import { transactIf } from "./transact.ts";
import { writeIf, type Write } from "./write.ts";

/** Goes on with a version under the token of the run that handed it over; or says how it stands. */
export async function continueClaim(
  upload: Upload,
  lease: Lease,
  ledger: Ledger,
): Promise<{ claimed: Claimed } | { record: FileRecord | undefined }> {
  const set = { ...inState("handed", upload.key), lease };
  const write = { ...upload, change: { set }, condition: holdsLease(lease) };
  const { done, item } = await writeIf(write, ledger.newToken(), ledger);
  const record = item && readRecord(item);
  if (!done || !record) return { record };
  return { claimed: { upload: known(upload, record), lease, record } };
}

/** Extends a lease, and the lane's where it is held. `false` when the lease is lost. */
export async function renew(
  claimed: Claimed,
  { until, inLane }: { until: number; inLane: boolean },
  ledger: Ledger,
): Promise<boolean> {
  const lease = { ...claimed.lease, until };
  const condition = holdsLease(lease);
  const file: Write = { ...nameOf(claimed), change: { set: { lease } }, condition };
  if (inLane) {
    const holder = { ...momentOf(claimed), token: lease.token, until };
    const lane: Write = {
      key: claimed.upload.key,
      version: laneVersion,
      change: { set: { holder } },
      condition: { expression: "#holder.#token = :holding", values: { ":holding": lease.token } },
    };
    const both = await transactIf([file, lane], ledger.newToken(), ledger);
    if (both.done) return true;
  }
  return (await writeIf(file, ledger.newToken(), ledger)).done;
}
