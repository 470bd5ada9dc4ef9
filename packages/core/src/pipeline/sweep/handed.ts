import { listHanded, strikeHanded, type HandedEntry } from "../ledger/handed.ts";
import { getRecord } from "../ledger/read.ts";
import { hasEnded, isLive } from "../ledger/record.ts";
import { inParallel } from "../parallel.ts";
import { type Recovery } from "../recovery/access.ts";
import { announceOrThrow } from "../recovery/announcer.ts";
import { uploadOf } from "../recovery/plan.ts";

/**
 * Announces again the files whose container died: no message leads to them, and what a container
 * had already moved is not in staging either. Returns how many; what has ended leaves the list.
 */
export async function sweepHanded(recovery: Recovery): Promise<number> {
  const entries: HandedEntry[] = [];
  for await (const entry of listHanded(recovery.ledger)) entries.push(entry);
  const announced = await inParallel(entries, 10, (entry) => sweepEntry(entry, recovery));
  return announced.filter(Boolean).length;
}

async function sweepEntry(entry: HandedEntry, recovery: Recovery): Promise<boolean> {
  const { ledger, stagingBucket, uploads } = recovery;
  const record = await getRecord(entry.file, ledger);
  if (!record || hasEnded(record.state)) {
    await strikeHanded(entry, ledger);
    return false;
  }
  if (isLive(record, ledger.now())) return false;
  await announceOrThrow([uploadOf(record, stagingBucket)], uploads);
  return true;
}
