import { isLive, type FileRecord } from "../ledger/record.ts";

export type ReplayDecision =
  /** Announce the version again; `failed` is made `received` first. */
  | { readonly action: "announce" }
  /** Copy it from the archive to staging, where it is a new upload. */
  | { readonly action: "copyBack"; readonly from: { key: string; version?: string } }
  | { readonly action: "none"; readonly why: "done" | "live" | "gone" };

/** What a replay does with one file. What is live or done is left alone. Pure. */
export function decideReplay(
  record: FileRecord,
  { now, fromArchive }: { now: number; fromArchive: boolean },
): ReplayDecision {
  switch (record.state) {
    case "failed":
    case "received":
      return { action: "announce" };
    case "processing":
    case "processed":
    case "handed":
      return isLive(record, now) ? { action: "none", why: "live" } : { action: "announce" };
    case "archived":
    case "superseded":
      return fromArchive && record.archive
        ? { action: "copyBack", from: record.archive }
        : { action: "none", why: "done" };
    default:
      return { action: "none", why: "gone" };
  }
}
