import { within } from "./attributes.ts";
import { badReceipt, invalidValue, notInFlight } from "./errors.ts";
import { type Queue, type Queues, type Stored } from "./queue.ts";

const longestHiding = 43_200;

/** Deletes a received message. An old receipt is accepted and does nothing; so is one of a message that is gone. */
export function remove(queues: Queues, queue: Queue, handle: string | undefined): void {
  const message = find(queues, queue, handle);
  if (!message || message.receipt !== handle) return;
  // At least once: a copy on a server that was away can come back after the deletion.
  if (queues.context.random.chance(queues.options.duplicates)) {
    message.visibleAt = queues.context.now() + queues.context.random.between(0, 60_000);
  } else queue.messages.delete(message.id);
}

/** Hides a message for so many seconds from now; 0 shows it at once. Only while it is hidden. */
export function hide(
  queues: Queues,
  queue: Queue,
  handle: string | undefined,
  seconds: number | undefined,
): void {
  const timeout = within("VisibilityTimeout", seconds ?? NaN, longestHiding);
  const now = queues.context.now();
  const message = find(queues, queue, handle);
  if (!message || message.receipt !== handle || message.visibleAt <= now) throw notInFlight();
  const since = message.firstReceivedAt ?? now;
  if (now + timeout * 1000 > since + longestHiding * 1000) {
    throw invalidValue(
      "Total VisibilityTimeout for the message is beyond the limit [43200 seconds]",
    );
  }
  message.visibleAt = now + timeout * 1000;
}

function find({ receipts }: Queues, queue: Queue, handle: string | undefined): Stored | undefined {
  const receipt = receipts.get(handle ?? "");
  if (!receipt || receipt.queue !== queue) throw badReceipt(handle);
  return queue.messages.get(receipt.messageId);
}
