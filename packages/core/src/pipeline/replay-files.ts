import { InvalidInputError } from "../errors.ts";
import { FileNotFoundError } from "./errors.ts";
import { ownRecord, type Asking } from "./files.ts";
import { type FileRecord } from "./ledger/record.ts";
import { inParallel } from "./parallel.ts";
import { announceAll, type Queue } from "./recovery/announcer.ts";
import { decideReplay } from "./recovery/decide.ts";
import { uploadOf } from "./recovery/plan.ts";
import { queueAt } from "./recovery/queue-at.ts";
import { ledgerOf } from "./runtime.ts";
import { pipelineSettings } from "./settings.ts";

/** What a replay did with one file, or would do. */
export interface FileReplay {
  readonly id: string;
  readonly announced: boolean;
  /** Why not; `unknown` where the caller has no such file, `refused` where the queue didn't take it. */
  readonly why?: "done" | "live" | "gone" | "unknown" | "refused";
}

export interface FilesToReplay {
  /** 1 to 100. */
  readonly ids: readonly string[];
  /** Only tells what would be done. */
  readonly preview?: boolean;
}

const most = 100;
const atOnce = 10;

/**
 * Announces those of a caller's files again that failed or wait, as `replayFile` does with one; the others are left
 * alone. Answers in the order asked.
 *
 * Throws `InvalidInputError`. Needs `dynamodb:GetItem` and `sqs:SendMessage` on `Uploads`.
 */
export async function replayFiles(
  { ids, preview = false }: FilesToReplay,
  caller: Asking,
  {
    ledger = ledgerOf(pipelineSettings()),
    uploads = uploadsQueue(),
    settings = pipelineSettings(),
  } = {},
): Promise<FileReplay[]> {
  if (ids.length < 1 || ids.length > most) {
    const expected = `1 to ${most} files`;
    throw new InvalidInputError([{ field: "ids", value: ids.length, expected }]);
  }
  const plan = await inParallel(new Set(ids), atOnce, (id) => planOne(id, caller, ledger));
  const chosen = plan.filter(({ record }) => record !== undefined);
  const announcements = chosen.flatMap(({ record }) =>
    record ? [{ ...uploadOf(record, settings.stagingBucket), revive: record.failed_at }] : [],
  );
  const refusals = preview ? [] : await announceAll(announcements, uploads);
  const refused = new Set(chosen.filter((_, index) => refusals[index]).map(({ id }) => id));
  return plan.map(({ id, record, why }) => {
    if (refused.has(id)) return { id, announced: false, why: "refused" };
    return record ? { id, announced: true } : { id, announced: false, why };
  });
}

interface Planned {
  readonly id: string;
  /** To be announced. */
  readonly record?: FileRecord;
  readonly why?: "done" | "live" | "gone" | "unknown";
}

async function planOne(
  id: string,
  caller: Asking,
  ledger: ReturnType<typeof ledgerOf>,
): Promise<Planned> {
  try {
    const record = await ownRecord(id, caller, ledger);
    const decision = decideReplay(record, { now: ledger.now(), fromArchive: false });
    return decision.action === "none" ? { id, why: decision.why } : { id, record };
  } catch (error) {
    if (error instanceof FileNotFoundError) return { id, why: "unknown" };
    throw error;
  }
}

const uploadsQueue = (): Queue => queueAt(pipelineSettings().uploadsQueueUrl, "UPLOADS_QUEUE_URL");
