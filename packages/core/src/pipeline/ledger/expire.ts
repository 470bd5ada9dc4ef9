import { type ObjectVersion } from "../upload.ts";
import { hasEnded, isLive, readRecord } from "./record.ts";
import { firstFacts, inState, isIdleUnprocessed, type Ledger } from "./table.ts";
import { writeIf } from "./write.ts";

/**
 * Records that a lifecycle rule removed a version from staging before it was archived.
 *
 * `busy` when somebody works on it: to be told again later. `unfinished` when it is processed and
 * may be in the archive: to be announced again. What has ended otherwise stays so.
 */
export async function recordExpired(
  { key, version }: ObjectVersion,
  ledger: Ledger,
): Promise<"recorded" | "ended" | "unfinished" | "busy"> {
  const now = ledger.now();
  const idle = isIdleUnprocessed(now);
  const condition = {
    expression: `(${idle.expression}) OR #state = :failed`,
    values: { ...idle.values, ":failed": "failed" },
  };
  const change = {
    set: { ...inState("expired", key), expired_at: now },
    setOnce: firstFacts({ bucket: "", key, version }, now),
    remove: ["lease"],
  };
  const { done, item } = await writeIf(
    { key, version, change, condition },
    ledger.newToken(),
    ledger,
  );
  if (done) return "recorded";
  const record = readRecord(item);
  if (hasEnded(record.state)) return "ended";
  return isLive(record, now) ? "busy" : "unfinished";
}
