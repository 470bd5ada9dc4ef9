import { type Upload } from "../upload.ts";
import { hasEnded, isLive, readRecord, type FileState } from "./record.ts";
import { firstFacts, inState, isIdleUnprocessed, type Ledger } from "./table.ts";
import { writeIf } from "./write.ts";

export type Undelivered =
  | { readonly kind: "recorded" }
  /** It ended before, so or otherwise. */
  | { readonly kind: "ended"; readonly state: FileState }
  /** It is processed: it may be in the archive, and is to be finished. */
  | { readonly kind: "unfinished" }
  /** Somebody works on it until then, ms since 1970. */
  | { readonly kind: "busy"; readonly until: number };

/**
 * Records as failed a version whose message nobody could handle, unless it has ended or somebody
 * works on it, or it may be in the archive already: one conditional write. An error that is recorded already is kept.
 */
export async function recordUndelivered(
  upload: Upload,
  error: { code: string; message: string },
  ledger: Ledger,
): Promise<Undelivered> {
  const now = ledger.now();
  const change = {
    set: { ...inState("failed", upload.key), failed_at: now },
    setOnce: { ...firstFacts(upload, now), error },
    remove: ["lease"],
  };
  const write = { ...upload, change, condition: isIdleUnprocessed(now) };
  const { done, item } = await writeIf(write, ledger.newToken(), ledger);
  if (done) return { kind: "recorded" };
  const record = readRecord(item);
  if (hasEnded(record.state)) return { kind: "ended", state: record.state };
  if (isLive(record, now)) return { kind: "busy", until: record.lease.until };
  return { kind: "unfinished" };
}
