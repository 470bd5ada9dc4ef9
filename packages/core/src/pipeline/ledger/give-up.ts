import { type Outcome } from "../outcome.ts";
import { type Upload } from "../upload.ts";
import { AttemptsExhaustedError } from "../errors.ts";
import { readRecord, type FileRecord } from "./record.ts";
import { inState, type Ledger } from "./table.ts";
import { writeIf } from "./write.ts";

/** Records as failed what was claimed as often as allowed and never finished: its runs died. */
export async function giveUp(upload: Upload, record: FileRecord, ledger: Ledger): Promise<Outcome> {
  const error = new AttemptsExhaustedError(record.attempts, record.error?.message);
  const written = await writeIf(
    {
      key: upload.key,
      version: upload.version,
      change: {
        set: {
          ...inState("failed", upload.key),
          failed_at: ledger.now(),
          error: { code: record.error?.code ?? error.code, message: error.message },
        },
        remove: ["lease"],
      },
      condition: { expression: "#write = :seen", values: { ":seen": record.write } },
    },
    ledger.newToken(),
    ledger,
  );
  if (written.done) return { kind: "failed", upload, error };
  return { kind: "duplicate", upload, state: readRecord(written.item).state };
}
