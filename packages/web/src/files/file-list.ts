import type { FileSummary } from "../api/api.ts";

/** What is known of a list, newest first. */
export interface FileList {
  readonly files: readonly FileSummary[];
  /** Where to read on; absent once all is known. */
  readonly cursor?: string;
}

/**
 * Puts the list's newest page, read again, in the place of what was known of the same stretch of time; what is older
 * stays. A file that has left the list (it has another state now) leaves it here too. Pure.
 */
export function refreshHead(known: FileList | undefined, head: FileList): FileList {
  const last = head.files.at(-1);
  if (!known || head.cursor === undefined) return head;
  const fresh = new Set(head.files.map(({ id }) => id));
  const end = last?.receivedAt ?? Infinity;
  const older = known.files.filter(({ id, receivedAt }) => receivedAt <= end && !fresh.has(id));
  if (older.length === 0) return head;
  return { files: [...head.files, ...older], cursor: known.cursor };
}

/** Adds the page that comes after what is known. Pure. */
export function append(known: FileList | undefined, page: FileList): FileList {
  const files = known?.files ?? [];
  const ids = new Set(files.map(({ id }) => id));
  return { files: [...files, ...page.files.filter(({ id }) => !ids.has(id))], cursor: page.cursor };
}

const smallest = 100;
const largest = 1000;

/** How much of the list's head to read again, so that every file that is still going is in it. Pure. */
export function headSize(
  known: FileList | undefined,
  isGoing: (file: FileSummary) => boolean,
): number {
  const last = known?.files.findLastIndex(isGoing) ?? -1;
  return Math.min(largest, Math.max(smallest, Math.ceil((last + 1) / smallest) * smallest));
}
