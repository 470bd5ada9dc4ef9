import { type MessageAttributeValue } from "@aws-sdk/client-sqs";
import { type ModelContext } from "../model.ts";

export type MessageAttributes = Readonly<Record<string, MessageAttributeValue>>;

/** One message in a queue. Times are in ms. */
export interface Stored {
  readonly id: string;
  readonly body: string;
  readonly attributes: MessageAttributes;
  readonly sentAt: number;
  /** The queue it came from, if it was moved as dead. */
  readonly sourceArn?: string | undefined;
  visibleAt: number;
  receives: number;
  firstReceivedAt?: number;
  /** The newest receipt, which alone can delete it. */
  receipt?: string;
}

/** Durations are in seconds, as SQS has them. */
export interface QueueSettings {
  readonly visibilityTimeout: number;
  readonly delay: number;
  readonly retention: number;
  readonly waitTime: number;
  readonly redrive: { readonly targetArn: string; readonly maxReceives: number } | undefined;
}

export interface Queue {
  readonly name: string;
  readonly url: string;
  readonly arn: string;
  settings: QueueSettings;
  /** In the order they were sent; handed out in whatever order the chances say. */
  readonly messages: Map<string, Stored>;
}

export interface QueueOptions {
  /** Whether messages overtake one another. */
  readonly reorders: boolean;
  /** How probably (0 to 1) a received or deleted message is handed out once more. */
  readonly duplicates: number;
}

export interface Queues {
  readonly context: ModelContext;
  readonly options: QueueOptions;
  readonly byUrl: Map<string, Queue>;
  /** Which message a receipt was for. Receipts stay valid in form after the message is gone. */
  readonly receipts: Map<string, { readonly queue: Queue; readonly messageId: string }>;
}

/** The queue of this ARN, if there is one. */
export function queueByArn({ byUrl }: Queues, arn: string): Queue | undefined {
  return [...byUrl.values()].find((queue) => queue.arn === arn);
}

/** Puts a message into a queue, to be seen after so many seconds. */
export function enqueue(
  { context }: Queues,
  queue: Queue,
  message: { body: string; attributes?: MessageAttributes; delay?: number | undefined },
): Stored {
  const now = context.now();
  const stored: Stored = {
    id: messageId(context),
    body: message.body,
    attributes: message.attributes ?? {},
    sentAt: now,
    visibleAt: now + (message.delay ?? queue.settings.delay) * 1000,
    receives: 0,
  };
  queue.messages.set(stored.id, stored);
  return stored;
}

/** Drops what was kept longer than the queue's retention. */
export function expire({ context }: Queues, { messages, settings }: Queue): void {
  const oldest = context.now() - settings.retention * 1000;
  for (const { id, sentAt } of messages.values()) if (sentAt < oldest) messages.delete(id);
}

function messageId({ random }: ModelContext): string {
  return [8, 4, 4, 4, 12].map((digits) => random.hex(digits)).join("-");
}
