import { s3Client } from "../aws/clients/s3.ts";
import { InvalidInputError } from "../errors.ts";
import { FileNotFoundError } from "./errors.ts";
import { parseFileId } from "./file-id.ts";
import { readCursor, writeCursor } from "./files/cursor.ts";
import { signLinks, type FileLinks } from "./files/links.ts";
import { queryFiles } from "./files/query.ts";
import { historyOf, summaryOf, type FileHistory, type FileSummary } from "./files/view.ts";
import { getRecord } from "./ledger/read.ts";
import { type FileRecord, type FileState } from "./ledger/record.ts";
import { type LedgerAccess } from "./ledger/write.ts";
import { ledgerOf } from "./runtime.ts";
import { pipelineSettings } from "./settings.ts";

export type { FileHistory, FileLinks, FileSummary };

export interface FilesAsked {
  readonly owner: string;
  readonly state?: FileState;
  /** What keys begin with, the owner's segment included. */
  readonly prefix?: string;
  /** At most so many files, 1 to 1,000; 100 by default. */
  readonly limit?: number;
  /** Where the last page ended. */
  readonly cursor?: string;
}

export interface FilesPage {
  /** Newest first. */
  readonly files: readonly FileSummary[];
  /** Absent on the last page. A page may be short, even empty, and not the last. */
  readonly cursor?: string;
}

/** Who asks: an owner sees its own files alone. */
export interface Asking {
  readonly id: string;
}

/** Lists an owner's files. Throws `InvalidInputError` for a limit or a cursor that isn't one. */
export async function listFiles(
  { owner, state, prefix = "", limit = 100, cursor }: FilesAsked,
  ledger: LedgerAccess = ledgerOf(pipelineSettings()),
): Promise<FilesPage> {
  if (!Number.isInteger(limit) || limit < 1 || limit > 1_000) {
    const expected = "a whole number from 1 to 1000";
    throw new InvalidInputError([{ field: "limit", value: limit, expected }]);
  }
  const list = { owner, state, prefix };
  const after = cursor === undefined ? undefined : readCursor(cursor, list);
  const { records, end } = await queryFiles({ ...list, limit, after }, ledger);
  return { files: records.map(summaryOf), cursor: end && writeCursor(end, list) };
}

/** One file's states and results. Throws `FileNotFoundError`, also for another's file. */
export async function fileHistory(
  id: string,
  caller: Asking,
  ledger: LedgerAccess = ledgerOf(pipelineSettings()),
): Promise<FileHistory> {
  return historyOf(await ownRecord(id, caller, ledger));
}

/**
 * Short-lived links to a file's results, and to the file itself once it is archived. A browser
 * saves them and doesn't show them. Throws `FileNotFoundError`.
 *
 * Needs `s3:GetObject` and `s3:GetObjectVersion` on the archive.
 */
export async function resultLinks(
  id: string,
  caller: Asking,
  { ledger = ledgerOf(pipelineSettings()), s3 = s3Client(), settings = pipelineSettings() } = {},
): Promise<FileLinks> {
  const record = await ownRecord(id, caller, ledger);
  const { archiveBucket, linkSeconds: expiresIn } = settings;
  return signLinks(record, { s3, archiveBucket, expiresIn });
}

/** The record behind a file's id. Throws `FileNotFoundError`, also for another's file. */
export async function ownRecord(
  id: string,
  caller: Asking,
  ledger: LedgerAccess,
): Promise<FileRecord> {
  const record = await getRecord(readId(id), ledger);
  if (record?.owner !== caller.id) throw new FileNotFoundError(id);
  return record;
}

function readId(id: string) {
  try {
    return parseFileId(id);
  } catch (error) {
    if (error instanceof InvalidInputError) throw new FileNotFoundError(id);
    throw error;
  }
}
