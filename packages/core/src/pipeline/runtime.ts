import { randomUUID } from "node:crypto";
import { setTimeout } from "node:timers/promises";
import { documentClient } from "../aws/clients/documents.ts";
import { s3Client } from "../aws/clients/s3.ts";
import { type StorageAccess } from "./archive/access.ts";
import { s3OnceClient } from "./archive/once.ts";
import { type Ledger } from "./ledger/table.ts";
import { type PipelineSettings } from "./settings.ts";

/** The ledger of a real run: AWS's clock and client, the settings' table. */
export const ledgerOf = (
  { ledgerTable, attempts, retentionDays }: PipelineSettings,
  db: Ledger["db"] = documentClient(),
): Ledger => ({
  db,
  table: ledgerTable,
  attempts,
  retentionDays,
  now: Date.now,
  newToken: randomUUID,
  sleep: (ms, ended) => setTimeout(ms, undefined, { signal: ended }).catch(() => undefined),
});

/** The buckets of a real run. */
export const storageOf = (
  { archiveBucket, copying }: PipelineSettings,
  signal?: AbortSignal,
  { s3 = s3Client(), s3Once = s3OnceClient() }: Partial<Pick<StorageAccess, "s3" | "s3Once">> = {},
): StorageAccess => ({ s3, s3Once, archiveBucket, copying, signal });
