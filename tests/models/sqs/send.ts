import {
  type SendMessageBatchCommandInput,
  type SendMessageBatchCommandOutput,
  type SendMessageCommandInput,
  type SendMessageCommandOutput,
} from "@aws-sdk/client-sqs";
import { largestMessage, md5, measure, within } from "./attributes.ts";
import { batchTooLong } from "./errors.ts";
import { eachEntry } from "./batch.ts";
import { enqueue, type Queue, type Queues } from "./queue.ts";

type Sent = Pick<SendMessageCommandInput, "MessageBody" | "MessageAttributes" | "DelaySeconds">;

export function sendMessage(queues: Queues, queue: Queue, input: Sent) {
  const { MessageBody = "", MessageAttributes: attributes = {}, DelaySeconds } = input;
  measure(MessageBody, attributes);
  const delay = DelaySeconds === undefined ? undefined : within("DelaySeconds", DelaySeconds, 900);
  const { id } = enqueue(queues, queue, { body: MessageBody, attributes, delay });
  return {
    MessageId: id,
    MD5OfMessageBody: md5(MessageBody),
  } satisfies Partial<SendMessageCommandOutput>;
}

/** The batch is refused as a whole when it is too large together. */
export function sendBatch(
  queues: Queues,
  queue: Queue,
  { Entries = [] }: SendMessageBatchCommandInput,
) {
  const bytes = Entries.map(({ MessageBody = "" }) => Buffer.byteLength(MessageBody));
  if (bytes.reduce((sum, size) => sum + size, 0) > largestMessage) throw batchTooLong();
  return eachEntry(Entries, (entry) =>
    sendMessage(queues, queue, entry),
  ) satisfies Partial<SendMessageBatchCommandOutput>;
}
