import {
  ChangeMessageVisibilityBatchCommand,
  DeleteMessageBatchCommand,
  ReceiveMessageCommand,
  type Message,
} from "@aws-sdk/client-sqs";
import { type Queue } from "./announcer.ts";

/** A message of the dead-letter queue, hidden while it is looked at. */
export interface ParkedMessage {
  readonly id: string;
  readonly body: string;
  readonly receipt: string;
  /** When it was first sent, ms since 1970. */
  readonly sentAt: number;
  /** Why it was parked, where that was noted. */
  readonly reason?: string;
}

const hiddenSeconds = 900;
const emptyAnswers = 3;

/**
 * Receives what lies on a queue, up to ten messages at a time, each once, until it is empty.
 *
 * SQS answers from some of its servers: only several empty answers mean an empty queue.
 */
export async function* receiveAll(queue: Queue): AsyncGenerator<ParkedMessage[]> {
  const seen = new Set<string>();
  for (let empty = 0; empty < emptyAnswers;) {
    const { Messages = [] } = await queue.sqs.send(
      new ReceiveMessageCommand({
        QueueUrl: queue.url,
        MaxNumberOfMessages: 10,
        VisibilityTimeout: hiddenSeconds,
        WaitTimeSeconds: 1,
        MessageAttributeNames: ["reason"],
        MessageSystemAttributeNames: ["SentTimestamp"],
      }),
    );
    const fresh = Messages.map(parkedMessage).filter(({ id }) => !seen.has(id));
    for (const { id } of fresh) seen.add(id);
    // A message that comes again means that we have been round.
    if (fresh.length > 0) yield fresh;
    empty = fresh.length > 0 ? 0 : empty + 1;
  }
}

/** Puts messages back where others see them. */
export async function show(messages: readonly ParkedMessage[], { sqs, url }: Queue): Promise<void> {
  for (const Entries of batches(messages, { VisibilityTimeout: 0 })) {
    await sqs.send(new ChangeMessageVisibilityBatchCommand({ QueueUrl: url, Entries }));
  }
}

/** Takes messages off the queue. */
export async function remove(messages: readonly ParkedMessage[], { sqs, url }: Queue) {
  for (const Entries of batches(messages, {})) {
    await sqs.send(new DeleteMessageBatchCommand({ QueueUrl: url, Entries }));
  }
}

function* batches<T extends object>(messages: readonly ParkedMessage[], more: T) {
  for (let first = 0; first < messages.length; first += 10) {
    yield messages
      .slice(first, first + 10)
      .map(({ receipt }, index) => ({ Id: String(index), ReceiptHandle: receipt, ...more }));
  }
}

function parkedMessage({
  MessageId = "",
  Body = "",
  ReceiptHandle = "",
  Attributes,
  MessageAttributes,
}: Message): ParkedMessage {
  const reason = MessageAttributes?.["reason"]?.StringValue;
  const sentAt = Number(Attributes?.SentTimestamp ?? 0);
  return { id: MessageId, body: Body, receipt: ReceiptHandle, sentAt, reason };
}
