import {
  type Message,
  type ReceiveMessageCommandInput,
  type ReceiveMessageCommandOutput,
} from "@aws-sdk/client-sqs";
import { md5, within } from "./attributes.ts";
import { invalidValue } from "./errors.ts";
import { expire, queueByArn, type Queue, type Queues, type Stored } from "./queue.ts";

/**
 * Hands out messages that are visible now. `WaitTimeSeconds` isn't waited for: an empty answer
 * comes at once, as it may on AWS, and the caller asks again.
 */
export function receive(queues: Queues, queue: Queue, input: ReceiveMessageCommandInput) {
  const most = input.MaxNumberOfMessages ?? 1;
  if (most < 1 || most > 10) {
    throw invalidValue(
      `Value ${most} for parameter MaxNumberOfMessages is invalid. Reason: Must be between 1 and 10, if provided.`,
    );
  }
  const timeout = input.VisibilityTimeout ?? queue.settings.visibilityTimeout;
  const hidden = within("VisibilityTimeout", timeout, 43_200);
  expire(queues, queue);
  const Messages = visible(queues, queue)
    .slice(0, most)
    .map((message) => handOut(queues, queue, message, hidden))
    .map((message) => shown(message, input));
  return (Messages.length > 0 ? { Messages } : {}) satisfies Partial<ReceiveMessageCommandOutput>;
}

/** What can be received now. Those received too often are moved away on the way. */
function visible(queues: Queues, queue: Queue): Stored[] {
  const { context, options } = queues;
  const ready = [...queue.messages.values()].filter(({ visibleAt }) => visibleAt <= context.now());
  const alive = ready.filter((message) => !moveDead(queues, queue, message));
  return options.reorders ? context.random.shuffle(alive) : alive;
}

/** A message that was received as often as allowed goes to the dead-letter queue with all it has. */
function moveDead(queues: Queues, queue: Queue, message: Stored): boolean {
  const { redrive } = queue.settings;
  if (!redrive || message.receives < redrive.maxReceives) return false;
  const target = queueByArn(queues, redrive.targetArn);
  if (!target) return false;
  queue.messages.delete(message.id);
  const { id, body, attributes, sentAt } = message;
  const visibleAt = queues.context.now();
  target.messages.set(id, {
    id,
    body,
    attributes,
    sentAt,
    sourceArn: queue.arn,
    visibleAt,
    receives: 0,
  });
  return true;
}

function handOut(queues: Queues, queue: Queue, message: Stored, hidden: number): Stored {
  const { context, options, receipts } = queues;
  const now = context.now();
  const receipt = context.random.hex(48);
  message.receives++;
  message.firstReceivedAt ??= now;
  message.receipt = receipt;
  // At least once: one of its copies didn't hear that it was handed out.
  const again = context.random.chance(options.duplicates);
  message.visibleAt = again ? now + context.random.between(0, 2000) : now + hidden * 1000;
  receipts.set(receipt, { queue, messageId: message.id });
  return { ...message };
}

function shown(message: Stored, input: ReceiveMessageCommandInput): Message {
  const asked = new Set<string>([
    ...(input.MessageSystemAttributeNames ?? []),
    ...(input.AttributeNames ?? []),
  ]);
  const system = {
    SenderId: "MODELLED",
    SentTimestamp: String(message.sentAt),
    ApproximateReceiveCount: String(message.receives),
    ApproximateFirstReceiveTimestamp: String(message.firstReceivedAt),
    ...(message.sourceArn && { DeadLetterQueueSourceArn: message.sourceArn }),
  };
  const attributes = Object.entries(system).filter(([name]) => asked.has("All") || asked.has(name));
  const own = Object.entries(message.attributes).filter(([name]) => isAsked(name, input));
  return {
    MessageId: message.id,
    ReceiptHandle: message.receipt,
    Body: message.body,
    MD5OfBody: md5(message.body),
    ...(attributes.length > 0 && { Attributes: Object.fromEntries(attributes) }),
    ...(own.length > 0 && { MessageAttributes: Object.fromEntries(own) }),
  };
}

function isAsked(name: string, { MessageAttributeNames = [] }: ReceiveMessageCommandInput) {
  return MessageAttributeNames.some(
    (asked) =>
      asked === "All" ||
      asked === ".*" ||
      asked === name ||
      (asked.endsWith(".*") && name.startsWith(asked.slice(0, -2))),
  );
}
