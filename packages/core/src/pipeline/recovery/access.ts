import { type StorageAccess } from "../archive/access.ts";
import { ledgerOf, storageOf } from "../runtime.ts";
import { pipelineSettings, type PipelineSettings } from "../settings.ts";
import { type Ledger } from "../ledger/table.ts";
import { type Queue } from "./announcer.ts";
import { queueAt } from "./queue-at.ts";

/** What a recovery reaches: the ledger, both buckets, and the queue of announcements. */
export interface Recovery {
  readonly ledger: Ledger;
  readonly storage: StorageAccess;
  readonly stagingBucket: string;
  readonly uploads: Queue;
}

/** A recovery's reach as the environment says. Throws `InvalidSettingsError` and `MissingQueueError`. */
export function recoveryAccess(settings: PipelineSettings = pipelineSettings()): Recovery {
  return {
    ledger: ledgerOf(settings),
    storage: storageOf(settings),
    stagingBucket: settings.stagingBucket,
    uploads: queueAt(settings.uploadsQueueUrl, "UPLOADS_QUEUE_URL"),
  };
}

/** What a redrive reaches: the ledger and both queues. */
export interface DeadLetterAccess {
  readonly ledger: Ledger;
  readonly uploads: Queue;
  readonly deadLetters: Queue;
}

/** A redrive's reach as the environment says. Throws `InvalidSettingsError` and `MissingQueueError`. */
export function deadLetterAccess(
  settings: PipelineSettings = pipelineSettings(),
): DeadLetterAccess {
  return {
    ledger: ledgerOf(settings),
    uploads: queueAt(settings.uploadsQueueUrl, "UPLOADS_QUEUE_URL"),
    deadLetters: queueAt(settings.deadLettersQueueUrl, "DEAD_LETTERS_QUEUE_URL"),
  };
}
