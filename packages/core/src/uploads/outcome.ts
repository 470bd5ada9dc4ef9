import { fileId } from "../pipeline/file-id.ts";
import type { FileRecord, FileState } from "../pipeline/ledger/record.ts";
import type { Caller } from "./caller.ts";
import { type UploadNeeds, uploadNeeds } from "./needs.ts";
import type { UploadRecord } from "./record.ts";
import { registeredFile } from "./register.ts";

/** What came of an upload whose answer was lost, or was a 412. */
export type Outcome =
  /** What is stored is this upload's: it succeeded. `id` is the file's. */
  | { readonly outcome: "stored"; readonly id: string; readonly state: FileState }
  /** What is stored was there before: this upload was refused. */
  | { readonly outcome: "other" }
  /** Nothing is known yet: ask again in a second. Without any answer for long, it didn't arrive. */
  | { readonly outcome: "pending" };

/**
 * Tells a caller whether a registered file arrived: with `overwrite: false`, S3 answers 412 to
 * the repeat of a PUT that had succeeded. Throws `UploadNotFoundError`, `UploadNotAllowedError`.
 */
export async function uploadOutcome(
  key: string,
  caller: Caller,
  needs: UploadNeeds = uploadNeeds(),
): Promise<Outcome> {
  const record = await registeredFile(key, caller, needs);
  return decideOutcome(record, await needs.versionsOf(record.key));
}

/** States in which the version itself still lies in staging. */
const inStaging: ReadonlySet<FileState> = new Set([
  "received",
  "processing",
  "processed",
  "handed",
  "failed",
]);

/**
 * Decides from the registration and what the ledger knows of the key. Pure.
 *
 * A version's correlation is only its upload's once it was read; so a stranger's is told by its
 * age: what lay in staging before the registration is why S3 refused.
 */
export function decideOutcome(
  { correlation, created_at: registered }: Pick<UploadRecord, "correlation" | "created_at">,
  versions: readonly FileRecord[],
): Outcome {
  const mine = versions.find((version) => version.correlation === correlation);
  if (mine) return { outcome: "stored", id: fileId(mine), state: mine.state };
  const wasThere = versions.some(
    ({ state, received_at: since }) => inStaging.has(state) && since < registered,
  );
  return { outcome: wasThere ? "other" : "pending" };
}
