import {
  ChangeMessageVisibilityCommand,
  SendMessageCommand,
  type SQSClient,
} from "@aws-sdk/client-sqs";
import { type Park } from "./delivery.ts";

type Queue = { readonly sqs: Pick<SQSClient, "send">; readonly url: string };

/** Parks messages on a queue, with the reason as the attribute `reason`. */
export const parkOn =
  ({ sqs, url }: Queue): Park =>
  async (body, reason) => {
    const StringValue = describe(reason);
    await sqs.send(
      new SendMessageCommand({
        QueueUrl: url,
        MessageBody: body,
        MessageAttributes: { reason: { DataType: "String", StringValue } },
      }),
    );
  };

/** Hides a received message for so many seconds from now, to 12 hours. */
export async function hideFor(
  seconds: number,
  receiptHandle: string,
  { sqs, url }: Queue,
): Promise<void> {
  await sqs.send(
    new ChangeMessageVisibilityCommand({
      QueueUrl: url,
      ReceiptHandle: receiptHandle,
      VisibilityTimeout: seconds,
    }),
  );
}

// An attribute's text must be valid XML, and not empty.
function describe(reason: unknown): string {
  const text = reason instanceof Error ? reason.message : String(reason);
  return (
    text
      .replace(/[\p{Cc}\p{Cs}\uFFFE\uFFFF]/gu, " ")
      .slice(0, 500)
      .toWellFormed() || "unknown"
  );
}
