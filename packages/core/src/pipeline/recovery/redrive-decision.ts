import { hasEnded, isLive, type FileRecord } from "../ledger/record.ts";

/** How one file of a parked message stands. */
export type Standing = "waiting" | "live" | "done";

export type RedriveDecision =
  /** Back to the queue of uploads. */
  | "redrive"
  /** Its files have ended well, or are gone: off the dead-letter queue. */
  | "drop"
  /** Somebody works on one of its files: it stays where it is. */
  | "live"
  /** Nobody can read it: it stays where it is. */
  | "unreadable"
  /** Not selected: it stays where it is. */
  | "other";

/** How a file stands for a redrive; one that the ledger doesn't know was never begun. Pure. */
export function standingOf(record: FileRecord | undefined, now: number): Standing {
  if (!record || record.state === "failed" || record.state === "received") return "waiting";
  if (hasEnded(record.state)) return "done";
  return isLive(record, now) ? "live" : "waiting";
}

/** What to do with a message, from how its files stand. Pure. */
export function decideRedrive(standings: readonly Standing[]): RedriveDecision {
  if (standings.includes("live")) return "live";
  return standings.includes("waiting") ? "redrive" : "drop";
}
