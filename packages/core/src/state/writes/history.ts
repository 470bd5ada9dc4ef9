/** The ids of the last writes to something, newest first, as it carries them itself. */
export interface History {
  readonly ids: readonly string[];
  /** Older ids were dropped for want of room. */
  readonly isCut: boolean;
}

/** How many writes are remembered, where there is room. */
export const remembered = 16;

/** Reads a history; what is absent is empty. Never throws: another writer's text holds no id of ours. */
export function parseHistory(text: string | undefined): History {
  const ids = (text ?? "").split(" ").filter((id) => id !== "");
  return { ids: ids.filter((id) => id !== cutMark), isCut: ids.includes(cutMark) };
}

/** A history with one more write, of at most `most` ids. */
export function withWrite({ ids, isCut }: History, id: string, most = remembered): History {
  const all = [id, ...ids];
  return { ids: all.slice(0, most), isCut: isCut || all.length > most };
}

/** Ids in visible ASCII, parted by spaces. */
export function historyText({ ids, isCut }: History): string {
  return [...ids, ...(isCut ? [cutMark] : [])].join(" ");
}

const cutMark = "-";

/** What became of a write that may or may not have taken place. */
export type Verdict =
  | "done"
  /** What it was conditional on is still there: it may still take place, or be sent again. */
  | "pending"
  /** Something else was written; it didn't take place and can't any more. */
  | "lost"
  /** Too much was written since to tell. */
  | "unknown";

/**
 * Tells by what is found now. A write is conditional on the version it saw: once that is another,
 * without the write's own id, the write is lost for good. Pure.
 */
export function judge(
  id: string,
  seen: { readonly version: string | undefined; readonly history: History },
  found: { readonly version: string | undefined; readonly history: History },
): Verdict {
  if (found.history.ids.includes(id)) return "done";
  if (found.version === seen.version) return "pending";
  // Overwritten without regard to what was there, or deleted: what this write did is gone either way.
  if (found.history.ids.length === 0) return "lost";
  const [newest] = seen.history.ids;
  const remembersAll =
    newest === undefined ? !found.history.isCut : found.history.ids.includes(newest);
  return remembersAll ? "lost" : "unknown";
}
