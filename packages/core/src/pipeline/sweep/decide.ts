import { isLive, type FileRecord } from "../ledger/record.ts";

/** What a sweep does about an old version that is still in staging, from its record. Pure. */
export function decideSweep(
  record: FileRecord | undefined,
  now: number,
): "announce" | "leave" | "leftover" {
  if (!record) return "announce";
  switch (record.state) {
    // It waits for a person.
    case "failed":
      return "leave";
    case "archived":
    case "superseded":
      return "leftover";
    case "gone":
    case "expired":
      return "leave";
    default:
      return isLive(record, now) ? "leave" : "announce";
  }
}
