import { BatchProcessor, EventType, processPartialResponse } from "@aws-lambda-powertools/batch";
import { deliver, type Delivered } from "@switchyard/core/pipeline/delivery.ts";
import { type HandOff } from "@switchyard/core/pipeline/handoff/handoff.ts";
import { limited } from "@switchyard/core/pipeline/limited.ts";
import { pipelineSettings } from "@switchyard/core/pipeline/settings.ts";
import type { Context, SQSBatchResponse, SQSRecord } from "aws-lambda";
import { DeliverAgainError } from "./transform-errors.ts";
import { isFromQueue } from "./transform-from-queue.ts";
import { hide, park } from "./transform-queues.ts";
import { beginRun, type Run } from "./transform-run.ts";

const processor = new BatchProcessor(EventType.SQS);

/**
 * Moves announced uploads from staging to the archive: messages of the queue, or a bare event of
 * S3 or EventBridge. A message that isn't done returns to the queue alone.
 */
export async function transform(
  event: unknown,
  context: Context,
  handOff?: HandOff,
): Promise<SQSBatchResponse | undefined> {
  const run = beginRun(context, handOff);
  try {
    return await run.metered(() => handle(event, context, run));
  } finally {
    run.end();
  }
}

async function handle(event: unknown, context: Context, run: Run) {
  if (!isFromQueue(event)) return handleBare(event, run);
  const inTurn = limited(pipelineSettings().parallelFiles);
  return processPartialResponse(
    event,
    (record: SQSRecord) => inTurn(() => handleMessage(record, run)),
    processor,
    // A batch of one bad file is an expected outcome, not a failed function.
    { context, throwOnFullBatchFailure: false },
  );
}

async function handleMessage({ body, receiptHandle }: SQSRecord, run: Run) {
  const began = Date.now();
  const delivered = await deliver(body, run.pipeline, park);
  await run.report(delivered, began);
  if (delivered.againAfter === undefined) return;
  await hide(delivered.againAfter, receiptHandle, run);
  throw new DeliverAgainError(delivered.againAfter);
}

/** Nobody keeps a bare event: Lambda itself repeats an asynchronous invocation that throws. */
async function handleBare(event: unknown, run: Run): Promise<undefined> {
  const began = Date.now();
  const delivered: Delivered = await deliver(event, run.pipeline, park);
  await run.report(delivered, began);
  if (delivered.againAfter !== undefined) throw new DeliverAgainError(delivered.againAfter);
}
