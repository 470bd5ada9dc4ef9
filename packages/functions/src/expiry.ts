import { BatchProcessor, EventType, processPartialResponse } from "@aws-lambda-powertools/batch";
import { Logger } from "@aws-lambda-powertools/logger";
import { noteExpired } from "@switchyard/core/pipeline/expiry.ts";
import { queueAt } from "@switchyard/core/pipeline/recovery/queue-at.ts";
import { ledgerOf } from "@switchyard/core/pipeline/runtime.ts";
import { pipelineSettings } from "@switchyard/core/pipeline/settings.ts";
import type { Context, SQSRecord } from "aws-lambda";
import { isFromQueue } from "./transform-from-queue.ts";
import { told } from "./told.ts";

const logger = new Logger({ serviceName: "pipeline" });
const processor = new BatchProcessor(EventType.SQS);

/**
 * Notes in the ledger what a lifecycle rule removed from staging: S3's events themselves, or a
 * queue's messages with them. What can't be noted now comes again.
 */
export async function handler(event: unknown, context: Context) {
  logger.addContext(context);
  if (!isFromQueue(event)) {
    await note(event);
    return undefined;
  }
  return processPartialResponse(
    event,
    told(({ body }: SQSRecord) => note(body), logger),
    processor,
    {
      context,
      throwOnFullBatchFailure: false,
    },
  );
}

async function note(message: unknown) {
  const settings = pipelineSettings();
  const { stagingBucket, uploadsQueueUrl } = settings;
  await noteExpired(message, {
    ledger: ledgerOf(settings),
    stagingBucket,
    uploads: queueAt(uploadsQueueUrl, "UPLOADS_QUEUE_URL"),
    log: logger,
  });
}
