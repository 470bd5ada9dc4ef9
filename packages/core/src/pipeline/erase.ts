import { abortUploads, deleteVersions, listUploads, listVersions } from "./erase/objects.ts";
import { placesOf } from "./erase/places.ts";
import { deleteItems, listRecords, listUploadRecords } from "./erase/records.ts";
import { type LedgerAccess } from "./ledger/write.ts";
import { ledgerOf, storageOf } from "./runtime.ts";
import { pipelineSettings, type PipelineSettings } from "./settings.ts";
import { type StorageAccess } from "./archive/access.ts";

export interface EraseAccess {
  readonly storage: StorageAccess;
  readonly stagingBucket: string;
  readonly ledger: LedgerAccess;
  /** The records of uploads to come, in a table of their own. */
  readonly uploadRecords?: LedgerAccess;
}

const betweenRoundsMs = 5_000;

/** How much was found, and unless it is a dry run erased, so far. */
export interface Erased {
  readonly objects: number;
  readonly unfinishedUploads: number;
  readonly records: number;
}

/**
 * Erases everything of one caller: its ledger records, the versions of its files in staging and in
 * the archive, their results, and what it began to upload. With `dryRun` it only counts.
 *
 * The records go first, so that no run under way can finish a file; what one has just written is
 * erased by a second round, and the rounds end when one finds nothing. Revoke the caller's token
 * before. Throws `InvalidInputError` for no caller's id, and `NotErasedError` for what S3 keeps.
 */
export async function* eraseCaller(
  owner: string,
  { dryRun = false }: { dryRun?: boolean } = {},
  access: EraseAccess = eraseAccess(),
): AsyncGenerator<Erased, Erased> {
  let total: Erased = { objects: 0, unfinishedUploads: 0, records: 0 };
  for (;;) {
    const before = total;
    for await (const found of eraseRound(owner, dryRun, access)) {
      total = plus(total, found);
      yield total;
    }
    if (dryRun || total === before) return total;
    // The index of owners lags a little behind what was deleted.
    await access.ledger.sleep(betweenRoundsMs);
  }
}

async function* eraseRound(
  owner: string,
  dryRun: boolean,
  access: EraseAccess,
): AsyncGenerator<Partial<Erased>> {
  const { storage, stagingBucket, ledger, uploadRecords } = access;
  const { s3, archiveBucket } = storage;
  const places = placesOf(owner, { stagingBucket, archiveBucket });
  for await (const keys of listRecords(owner, ledger)) {
    if (!dryRun) await deleteItems(keys, ledger);
    yield { records: keys.length };
  }
  for (const place of places) {
    for await (const uploads of listUploads(place, s3)) {
      if (!dryRun) await abortUploads(uploads, place, s3);
      yield { unfinishedUploads: uploads.length };
    }
    for await (const versions of listVersions(place, s3)) {
      if (!dryRun) await deleteVersions(versions, place, s3);
      yield { objects: versions.length };
    }
  }
  if (!uploadRecords) return;
  for await (const keys of listUploadRecords(owner, uploadRecords)) {
    if (!dryRun) await deleteItems(keys, uploadRecords);
    yield { records: keys.length };
  }
}

const plus = (total: Erased, found: Partial<Erased>): Erased => ({
  objects: total.objects + (found.objects ?? 0),
  unfinishedUploads: total.unfinishedUploads + (found.unfinishedUploads ?? 0),
  records: total.records + (found.records ?? 0),
});

function eraseAccess(settings: PipelineSettings = pipelineSettings()): EraseAccess {
  const ledger = ledgerOf(settings);
  const table = settings.uploadRecordsTable;
  return {
    storage: storageOf(settings),
    stagingBucket: settings.stagingBucket,
    ledger,
    uploadRecords: table === undefined ? undefined : { ...ledger, table },
  };
}
