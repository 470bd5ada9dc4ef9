import { ownRecord, type Asking } from "./files.ts";
import { decideReplay, type ReplayDecision } from "./recovery/decide.ts";
import { announceOrThrow, type Queue } from "./recovery/announcer.ts";
import { queueAt } from "./recovery/queue-at.ts";
import { uploadOf } from "./recovery/plan.ts";
import { ledgerOf } from "./runtime.ts";
import { pipelineSettings } from "./settings.ts";

/**
 * Announces one of a caller's files again, if it failed or waits. What is live or done is left
 * alone; the decision says which. The announcement itself undoes the failure it was made for, once
 * the transform reads it: this needs no right to write the ledger.
 *
 * Throws `FileNotFoundError`. Needs `dynamodb:GetItem` and `sqs:SendMessage` on `Uploads`.
 */
export async function replayFile(
  id: string,
  caller: Asking,
  {
    ledger = ledgerOf(pipelineSettings()),
    uploads = uploadsQueue(),
    settings = pipelineSettings(),
  } = {},
): Promise<ReplayDecision> {
  const record = await ownRecord(id, caller, ledger);
  const decision = decideReplay(record, { now: ledger.now(), fromArchive: false });
  if (decision.action !== "announce") return decision;
  const upload = { ...uploadOf(record, settings.stagingBucket), revive: record.failed_at };
  await announceOrThrow([upload], uploads);
  return decision;
}

const uploadsQueue = (): Queue => queueAt(pipelineSettings().uploadsQueueUrl, "UPLOADS_QUEUE_URL");
