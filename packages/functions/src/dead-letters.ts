import { BatchProcessor, EventType, processPartialResponse } from "@aws-lambda-powertools/batch";
import { Logger } from "@aws-lambda-powertools/logger";
import { Metrics, MetricUnit } from "@aws-lambda-powertools/metrics";
import { bury } from "@switchyard/core/pipeline/dead-letters.ts";
import { parkOn } from "@switchyard/core/pipeline/queue.ts";
import { queueAt } from "@switchyard/core/pipeline/recovery/queue-at.ts";
import { ledgerOf } from "@switchyard/core/pipeline/runtime.ts";
import { pipelineSettings } from "@switchyard/core/pipeline/settings.ts";
import type { Context, SQSEvent, SQSRecord } from "aws-lambda";
import { DeliverAgainError } from "./transform-errors.ts";
import { told } from "./told.ts";

const logger = new Logger({ serviceName: "pipeline" });
const metrics = new Metrics({ namespace: "Switchyard", serviceName: "pipeline" });
const processor = new BatchProcessor(EventType.SQS);

/** Records what the queue of uploads gave up, and parks it where a person can redrive it. */
export async function handler(event: SQSEvent, context: Context) {
  logger.addContext(context);
  try {
    return await processPartialResponse(event, told(buryMessage, logger), processor, {
      context,
      throwOnFullBatchFailure: false,
    });
  } finally {
    if (metrics.hasStoredMetrics()) metrics.publishStoredMetrics();
  }
}

async function buryMessage({ body, messageId }: SQSRecord) {
  const settings = pipelineSettings();
  const ledger = ledgerOf(settings);
  const park = parkOn(queueAt(settings.deadLettersQueueUrl, "DEAD_LETTERS_QUEUE_URL"));
  const uploads = queueAt(settings.uploadsQueueUrl, "UPLOADS_QUEUE_URL");
  const { parked, busyUntil } = await bury(body, { ledger, park, uploads, log: logger });
  if (busyUntil !== undefined) throw new DeliverAgainError((busyUntil - ledger.now()) / 1000);
  logger.warn("a message was buried", { messageId, parked });
  metrics.addMetric("undelivered", MetricUnit.Count, 1);
}
