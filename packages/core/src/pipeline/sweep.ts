import { getRecords, nameOfVersion } from "./ledger/read.ts";
import { type Log } from "./context.ts";
import { type Announced } from "./events/announcement.ts";
import { announceAll } from "./recovery/announcer.ts";
import { type Recovery } from "./recovery/access.ts";
import { backlogOf } from "./sweep/backlog.ts";
import { sweepHanded } from "./sweep/handed.ts";
import { decideSweep } from "./sweep/decide.ts";
import { listStaging, type StagingCursor } from "./sweep/list.ts";

export interface Sweep {
  /** When to stop, ms since 1970; the rest is swept from the returned cursor on. */
  readonly deadline: number;
  /** Younger versions may be on their way still, in ms. */
  readonly longestLease: number;
  /** With more messages waiting than this, nothing is announced: they may be announced already. */
  readonly mostWaiting: number;
  readonly log: Log;
}

export interface Swept {
  readonly seen: number;
  readonly announced: number;
  /** Versions that the ledger calls archived, and staging still has. */
  readonly leftovers: number;
  /** Where the next sweep goes on; absent when all of staging was seen. */
  readonly cursor?: StagingCursor;
  readonly skipped?: "backlog";
}

/**
 * Announces again whatever has lain in staging for longer than any lease without an end: its
 * message was lost, its container died, its queue expired. Files of dead containers are found by
 * the ledger, wherever they are. Announcing what is well does no harm.
 */
export async function sweepStaging(
  cursor: StagingCursor | undefined,
  sweep: Sweep,
  recovery: Recovery,
): Promise<Swept> {
  const waiting = await backlogOf(recovery.uploads);
  if (waiting > sweep.mostWaiting) {
    sweep.log.warn("too many messages wait already: nothing is announced again", { waiting });
    return { seen: 0, announced: 0, leftovers: 0, cursor, skipped: "backlog" };
  }
  const announced = await sweepHanded(recovery);
  const total = { seen: 0, announced, leftovers: 0 };
  for await (const page of listStaging(cursor, recovery)) {
    const swept = await sweepPage(page.versions, sweep, recovery);
    total.seen += page.versions.length;
    total.announced += swept.announced;
    total.leftovers += swept.leftovers;
    if (page.next && recovery.ledger.now() > sweep.deadline) return { ...total, cursor: page.next };
  }
  return total;
}

async function sweepPage(
  versions: readonly (Announced & { version: string; uploadedAt: number })[],
  { longestLease, log }: Sweep,
  { ledger, uploads }: Recovery,
) {
  const now = ledger.now();
  const old = versions.filter(({ uploadedAt }) => uploadedAt < now - longestLease);
  const records = await getRecords(old, ledger);
  const decided = old.map((version) => {
    const record = records.get(nameOfVersion(version));
    return { version, record, decision: decideSweep(record, now) };
  });
  const stuck = decided
    .filter(({ decision }) => decision === "announce")
    .map(({ version, record }) => ({
      ...version,
      sequencer: record?.sequencer,
      correlation: record?.correlation,
    }));
  const refusals = await announceAll(stuck, uploads);
  const refused = refusals.filter((refusal) => refusal !== undefined);
  if (refused.length > 0) log.warn("announcements were refused", { refused: refused.length });
  const leftovers = decided.filter(({ decision }) => decision === "leftover");
  for (const { version } of leftovers)
    log.warn("a finished file is still in staging", { ...version });
  return { announced: stuck.length - refused.length, leftovers: leftovers.length };
}
