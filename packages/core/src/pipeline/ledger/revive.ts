import { type ObjectVersion } from "../upload.ts";
import { readRecord, type FileRecord } from "./record.ts";
import { inState, type Ledger } from "./table.ts";
import { writeIf } from "./write.ts";

/**
 * Gives a failed version a new set of attempts: `failed` becomes `received`, and nothing else
 * changes. With `failedAt`, only that one failure is undone: a repeated request has no effect.
 *
 * Returns how the record stands now; `undefined` where there is none.
 */
export async function revive(
  { key, version }: Omit<ObjectVersion, "bucket">,
  ledger: Ledger,
  failedAt?: number,
): Promise<{ revived: boolean; record: FileRecord | undefined }> {
  const isThatFailure = failedAt === undefined ? "" : " AND #failed_at = :failedAt";
  const { done, item } = await writeIf(
    {
      key,
      version,
      change: { set: { ...inState("received", key), attempts: 0 }, remove: ["lease", "error"] },
      condition: {
        expression: `#state = :failed${isThatFailure}`,
        values: { ":failed": "failed", ...(failedAt !== undefined && { ":failedAt": failedAt }) },
      },
    },
    ledger.newToken(),
    ledger,
  );
  return { revived: done, record: item && readRecord(item) };
}
