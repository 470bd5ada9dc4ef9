import type { Head } from "./item.ts";

/** What became of a write whose answer is missing, or says that its condition failed. */
export type Verdict =
  /** It took place. */
  | "mine"
  /** Another writer came first; it didn't take place and can't any more. */
  | "lost"
  /** The item is as it was before: the write may be sent again. */
  | "unmoved"
  /** Too much was written since. */
  | "unknown";

/**
 * Tells by the tokens of the last writes. A write is conditional on the version it read, and no
 * token is used twice: once the version has moved on without the write's own token, it is lost for good.
 *
 * `isAmbiguous`: an earlier try of this write may have taken place. Pure.
 */
export function judge(
  write: string,
  seen: string | undefined,
  found: Pick<Head, "version" | "writes"> | undefined,
  isAmbiguous: boolean,
): Verdict {
  if (found?.writes.includes(write)) return "mine";
  if (found?.version === seen) return "unmoved";
  if (!isAmbiguous) return "lost";
  // What it remembers must reach back to what the write read, or there was nothing then.
  return seen !== undefined && found?.writes.includes(seen) ? "lost" : "unknown";
}
