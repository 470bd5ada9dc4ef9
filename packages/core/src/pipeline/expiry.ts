import { type Log } from "./context.ts";
import { FileBusyError } from "./errors.ts";
import { parseEvent } from "./events.ts";
import { recordExpired } from "./ledger/expire.ts";
import { type Ledger } from "./ledger/table.ts";
import { inParallel } from "./parallel.ts";
import { announceOrThrow, type Queue } from "./recovery/announcer.ts";

export interface Expiring {
  readonly ledger: Ledger;
  readonly stagingBucket: string;
  /** Where what may be in the archive already is announced, to be finished. */
  readonly uploads: Queue;
  readonly log: Log;
}

/**
 * Notes in the ledger which versions a lifecycle rule removed from staging. Returns how many.
 *
 * Throws `FileBusyError` while somebody works on one of them, and `InvalidInputError` for what is
 * no event of S3.
 */
export async function noteExpired(
  message: unknown,
  { ledger, stagingBucket, uploads, log }: Expiring,
): Promise<number> {
  const { expired } = parseEvent(message);
  const own = expired.filter(({ bucket }) => bucket === stagingBucket);
  const noted = await inParallel(own, 4, async (version) => {
    const result = await recordExpired(version, ledger);
    log.info("a version expired in staging", { ...version, result });
    if (result === "unfinished") await announceOrThrow([version], uploads);
    return { version, result };
  });
  const busy = noted.find(({ result }) => result === "busy");
  if (busy) throw new FileBusyError(busy.version.key);
  return noted.filter(({ result }) => result === "recorded").length;
}
