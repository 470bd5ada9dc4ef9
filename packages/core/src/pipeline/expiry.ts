import { type Log } from "./context.ts";
import { FileBusyError } from "./errors.ts";
import { parseEvent } from "./events.ts";
import { recordExpired } from "./ledger/expire.ts";
import { type Ledger } from "./ledger/table.ts";
import { inParallel } from "./parallel.ts";

/**
 * Notes in the ledger which versions a lifecycle rule removed from staging. Returns how many.
 *
 * Throws `FileBusyError` while somebody works on one of them, and `InvalidInputError` for what is
 * no event of S3.
 */
export async function noteExpired(
  message: unknown,
  { ledger, stagingBucket, log }: { ledger: Ledger; stagingBucket: string; log: Log },
): Promise<number> {
  const { expired } = parseEvent(message);
  const own = expired.filter(({ bucket }) => bucket === stagingBucket);
  const noted = await inParallel(own, 4, async (version) => {
    const result = await recordExpired(version, ledger);
    log.info("a version expired in staging", { ...version, result });
    return { version, result };
  });
  const busy = noted.find(({ result }) => result === "busy");
  if (busy) throw new FileBusyError(busy.version.key);
  return noted.filter(({ result }) => result === "recorded").length;
}
