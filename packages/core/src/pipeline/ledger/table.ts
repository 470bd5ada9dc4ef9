import { type Upload } from "../upload.ts";
import { ownerOf } from "../keys.ts";
import { type Condition } from "../../aws/expressions.ts";
import { type ClaimRefusal, explainRefusal } from "./claim.ts";
import { readRecord, type FileRecord, type FileState } from "./record.ts";
import { normalSequencer } from "./sequencer.ts";
import { type LedgerAccess, writeIf } from "./write.ts";

export interface Lease {
  /** Random, of this run. Whoever writes must show it. */
  readonly token: string;
  /** Milliseconds since 1970. */
  readonly until: number;
  /** Who works: a container task's id. */
  readonly holder?: string;
}

export interface Ledger extends LedgerAccess {
  readonly now: () => number;
  readonly newToken: () => string;
  /** How often a version may be claimed before it is given up. */
  readonly attempts: number;
  /** How long the record of an ended version is kept, in days; 0 keeps it for ever. */
  readonly retentionDays: number;
}

/** A version that this run alone may work on. */
export interface Claimed {
  readonly upload: Upload;
  readonly lease: Lease;
  readonly record: FileRecord;
  /** Its attempts are used up: it may only be finished, if an earlier run had copied it. */
  readonly onlyFinish?: boolean;
}

/** Nobody works on the version, and it hasn't ended. */
export const isIdle = (now: number): Condition & { readonly values: object } => ({
  expression: [
    "attribute_not_exists(#state) OR #state = :received",
    "OR (#state IN (:processing, :processed, :handed)",
    "AND (attribute_not_exists(#lease) OR #lease.#until <= :now))",
  ].join(" "),
  values: {
    ":received": "received",
    ":processing": "processing",
    ":processed": "processed",
    ":handed": "handed",
    ":now": now,
  },
});

/** Nobody works on the version, it hasn't ended, and no copy of it can be in the archive. */
export function isIdleUnprocessed(now: number): Condition {
  const { expression, values } = isIdle(now);
  return { expression: `(${expression}) AND attribute_not_exists(#processed_at)`, values };
}

/**
 * Takes one version to work on until `lease.until`, and counts the attempt: one conditional
 * write, no read.
 */
export async function claim(
  upload: Upload,
  lease: Lease,
  ledger: Ledger,
): Promise<{ kind: "claimed"; claimed: Claimed } | Exclude<ClaimRefusal, { kind: "again" }>> {
  const now = ledger.now();
  const idle = isIdle(now);
  const written = await writeIf(
    {
      ...upload,
      change: {
        set: { ...inState("processing", upload.key), processing_at: now, lease },
        setOnce: firstFacts(upload, now),
        add: { attempts: 1 },
      },
      condition: {
        expression: `(${idle.expression}) AND (attribute_not_exists(#attempts) OR #attempts < :limit)`,
        values: { ...idle.values, ":limit": ledger.attempts },
      },
    },
    ledger.newToken(),
    ledger,
  );
  const record = readRecord(written.item);
  if (written.done) {
    return { kind: "claimed", claimed: { upload: known(upload, record), lease, record } };
  }
  const refusal = explainRefusal(record, { now: ledger.now(), attempts: ledger.attempts });
  // Its lease ran out while we asked.
  return refusal.kind === "again" ? claim(upload, lease, ledger) : refusal;
}

/**
 * Takes a version whose attempts are used up, to finish it if an earlier run had copied it. Not
 * counted. `undefined` when the record has changed since it was read.
 */
export async function claimToFinish(
  upload: Upload,
  { lease, record }: { lease: Lease; record: FileRecord },
  ledger: Ledger,
): Promise<Claimed | undefined> {
  const set = { ...inState("processing", upload.key), lease };
  const condition = { expression: "#write = :seen", values: { ":seen": record.write } };
  const write = { ...upload, change: { set }, condition };
  const { done, item } = await writeIf(write, ledger.newToken(), ledger);
  if (!done) return undefined;
  const claimed = readRecord(item);
  return { upload: known(upload, claimed), lease, record: claimed, onlyFinish: true };
}

/** The attributes that say a state, for both indexes. */
export const inState = (state: FileState, key: string) => ({
  ...onTo(state, key),
  schema: 1,
  owner: ownerOf(key),
});

/** The same for a version that this run has claimed: the claim wrote the rest. */
export const onTo = (state: FileState, key: string) => ({
  state,
  owner_state: `${ownerOf(key)}#${state}`,
});

/** What is recorded once, by whoever hears first of a version. */
export function firstFacts(upload: Upload, now: number) {
  return {
    received_at: upload.uploadedAt ?? now,
    uploaded_at: upload.uploadedAt,
    etag: upload.etag,
    size: upload.size,
    sequencer: normalSequencer(upload.sequencer),
    correlation: upload.correlation,
  };
}

/** An upload with what the ledger knows of it: a repeated announcement may know less than the first. */
export function known(upload: Upload, record: FileRecord): Upload {
  return {
    ...upload,
    etag: upload.etag ?? record.etag,
    size: upload.size ?? record.size,
    sequencer: record.sequencer,
    uploadedAt: record.uploaded_at,
    correlation: record.correlation,
  };
}
