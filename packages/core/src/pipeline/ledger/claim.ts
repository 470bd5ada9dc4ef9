import { hasEnded, type FileRecord } from "./record.ts";

export type ClaimRefusal =
  /** The work is done, or was given up: nothing to do. */
  | { readonly kind: "duplicate"; readonly record: FileRecord }
  /** Somebody works on it until then, in ms. */
  | { readonly kind: "busy"; readonly until: number }
  /** Claimed as often as allowed, and never finished. */
  | { readonly kind: "exhausted"; readonly record: FileRecord }
  /** It changed between the two looks: claim again. */
  | { readonly kind: "again" };

/** Why a claim was refused, from the record that refused it. Pure. */
export function explainRefusal(
  record: FileRecord,
  { now, attempts }: { now: number; attempts: number },
): ClaimRefusal {
  if (hasEnded(record.state)) return { kind: "duplicate", record };
  if (record.lease && record.lease.until > now) return { kind: "busy", until: record.lease.until };
  if (record.attempts >= attempts) return { kind: "exhausted", record };
  return { kind: "again" };
}
