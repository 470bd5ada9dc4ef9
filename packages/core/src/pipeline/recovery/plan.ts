import { type Announced } from "../events/announcement.ts";
import { type FileRecord, type FileState } from "../ledger/record.ts";
import { type ReplayDecision } from "./decide.ts";

/** One file of a plan: what it is, and what a replay does with it. */
export interface PlannedReplay {
  readonly upload: Announced & { readonly version: string };
  readonly state: FileState;
  readonly decision: ReplayDecision;
}

/** What became of one file of a plan. */
export interface ReplayStep {
  /** How many of `total` are done, this one included. */
  readonly done: number;
  readonly total: number;
  readonly item: PlannedReplay;
  readonly result: ReplayResult;
}

export type ReplayResult =
  | { readonly kind: "announced" | "copiedBack" | "leftAlone" }
  | { readonly kind: "failed"; readonly error: unknown };

export interface ReplaySummary {
  readonly announced: number;
  readonly copiedBack: number;
  readonly leftAlone: number;
  readonly failed: readonly ReplayStep[];
}

/** Counts what was done. Pure. */
export function summarize(steps: readonly ReplayStep[]): ReplaySummary {
  const count = (kind: ReplayResult["kind"]) =>
    steps.filter(({ result }) => result.kind === kind).length;
  return {
    announced: count("announced"),
    copiedBack: count("copiedBack"),
    leftAlone: count("leftAlone"),
    failed: steps.filter(({ result }) => result.kind === "failed"),
  };
}

/** A recorded version as it is announced again. Pure. */
export const uploadOf = (record: FileRecord, bucket: string): PlannedReplay["upload"] => ({
  bucket,
  key: record.key,
  version: record.version,
  etag: record.etag,
  size: record.size,
  sequencer: record.sequencer,
  uploadedAt: record.uploaded_at,
  correlation: record.correlation,
});
