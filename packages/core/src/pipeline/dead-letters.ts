import { InvalidInputError } from "../errors.ts";
import { type Log } from "./context.ts";
import { type Park } from "./delivery.ts";
import { UndeliveredError } from "./errors.ts";
import { type Announced } from "./events/announcement.ts";
import { parseEvent } from "./events.ts";
import { type Ledger } from "./ledger/table.ts";
import { recordUndelivered } from "./ledger/undelivered.ts";
import { inParallel } from "./parallel.ts";
import { announceOrThrow, type Queue } from "./recovery/announcer.ts";

export interface Burial {
  readonly ledger: Ledger;
  readonly park: Park;
  /** Where what may be in the archive already is announced again, to be finished. */
  readonly uploads: Queue;
  readonly log: Log;
}

export interface Buried {
  /** The message rests on the dead-letter queue; false where there was nothing left to do. */
  readonly parked: boolean;
  /** Somebody works on one of its files until then, ms since 1970: come again. */
  readonly busyUntil?: number;
}

const finishAfterSeconds = 300;

/**
 * Buries a message that was delivered too often: its files are recorded as failed, and the message,
 * its body unchanged, is parked. What has ended well meanwhile is dropped; what may be in the
 * archive already is announced again, since it only has to be finished.
 *
 * Throws what the ledger or the queues throw; the message is to come again.
 */
export async function bury(body: string, burial: Burial): Promise<Buried> {
  const { ledger, park, uploads, log } = burial;
  const fates = await inParallel(uploadsIn(body, log), 4, (upload) => fateOf(upload, ledger));
  const busy = fates.flatMap(({ fate }) => (fate.kind === "busy" ? [fate.until] : []));
  if (busy.length > 0) return { parked: false, busyUntil: Math.max(...busy) };
  const unfinished = fates.filter(({ fate }) => fate.kind === "unfinished");
  await announceOrThrow(
    unfinished.map(({ upload }) => upload),
    uploads,
    finishAfterSeconds,
  );
  const isLost = fates.some(
    ({ fate }) => fate.kind === "recorded" || (fate.kind === "ended" && fate.state === "failed"),
  );
  if (!isLost && fates.length > 0) return { parked: false };
  await park(body, new UndeliveredError());
  return { parked: true };
}

async function fateOf(upload: Announced, ledger: Ledger) {
  const { version } = upload;
  const { code, message } = new UndeliveredError();
  // Which version it was, nobody can tell any more.
  if (version === undefined) return { upload, fate: { kind: "recorded" as const } };
  const fate = await recordUndelivered({ ...upload, version }, { code, message }, ledger);
  return { upload, fate };
}

function uploadsIn(body: string, log: Log): readonly Announced[] {
  try {
    return parseEvent(body).uploads;
  } catch (error) {
    if (!(error instanceof InvalidInputError)) throw error;
    log.error("a message that can't be read", { issues: error.issues });
    return [];
  }
}
