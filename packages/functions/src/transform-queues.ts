import { sqsClient } from "@switchyard/core/aws/clients/sqs.ts";
import { type Park } from "@switchyard/core/pipeline/delivery.ts";
import { hideFor, parkOn } from "@switchyard/core/pipeline/queue.ts";
import { pipelineSettings } from "@switchyard/core/pipeline/settings.ts";
import { type Run } from "./transform-run.ts";

/** Parks on the dead-letter queue; without one, the ledger alone says what failed. */
export const park: Park = async (body, reason) => {
  const { deadLettersQueueUrl: url } = pipelineSettings();
  if (url !== undefined) await parkOn({ sqs: sqsClient(), url })(body, reason);
};

/** Hides a message until it is worth another look. Failing that, the queue's own time-out brings it back. */
export async function hide(seconds: number, receiptHandle: string, { pipeline }: Run) {
  const { uploadsQueueUrl: url } = pipelineSettings();
  if (url === undefined) return;
  try {
    await hideFor(seconds, receiptHandle, { sqs: sqsClient(), url });
  } catch (error) {
    pipeline.log.warn("a message could not be hidden", { error });
  }
}
