import { createHash } from "node:crypto";
import { invalidContents, invalidValue } from "./errors.ts";
import { type MessageAttributes, type QueueSettings } from "./queue.ts";

/** The most bytes of one message with its attributes, and of one batch. */
export const largestMessage = 1024 * 1024;

/** Reads a queue's attributes over what it had. Throws `InvalidParameterValue`. */
export function settingsFrom(
  attributes: Readonly<Record<string, string>>,
  before: QueueSettings,
): QueueSettings {
  const seconds = (name: string, most: number, otherwise: number) =>
    attributes[name] === undefined ? otherwise : within(name, attributes[name], most);
  return {
    visibilityTimeout: seconds("VisibilityTimeout", 43_200, before.visibilityTimeout),
    delay: seconds("DelaySeconds", 900, before.delay),
    retention: seconds("MessageRetentionPeriod", 1_209_600, before.retention),
    waitTime: seconds("ReceiveMessageWaitTimeSeconds", 20, before.waitTime),
    redrive:
      attributes["RedrivePolicy"] === undefined
        ? before.redrive
        : redriveOf(attributes["RedrivePolicy"]),
  };
}

/** A whole number of seconds from 0 to `most`. */
export function within(name: string, value: string | number, most: number): number {
  const number = Number(value);
  if (Number.isInteger(number) && number >= 0 && number <= most) return number;
  throw invalidValue(
    `Value ${value} for parameter ${name} is invalid. Reason: Must be between 0 and ${most}.`,
  );
}

/** A message's bytes: body, and each attribute's name, type and value. Refuses what SQS can't carry. */
export function measure(body: string | undefined, attributes: MessageAttributes): number {
  if (!body) throw invalidValue("The request must contain the parameter MessageBody.");
  // XML 1.0 has no other control characters, and no half of a surrogate pair.
  // oxlint-disable-next-line no-control-regex
  if (/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/.test(body) || !body.isWellFormed()) {
    throw invalidContents(
      "Invalid characters found. Valid unicode characters are #x9 | #xA | #xD | #x20 to #xD7FF | #xE000 to #xFFFD | #x10000 to #x10FFFF",
    );
  }
  const sizes = Object.entries(attributes).map(
    ([name, { DataType = "", StringValue = "", BinaryValue }]) =>
      Buffer.byteLength(name + DataType + StringValue) + (BinaryValue?.byteLength ?? 0),
  );
  const bytes = sizes.reduce((sum, size) => sum + size, Buffer.byteLength(body));
  if (sizes.length > 10)
    throw invalidValue("Number of message attributes [11] exceeds the allowed maximum [10].");
  if (bytes > largestMessage) {
    throw invalidValue(
      "One or more parameters are invalid. Reason: Message must be shorter than 1048576 bytes.",
    );
  }
  return bytes;
}

export function md5(text: string): string {
  return createHash("md5").update(text).digest("hex");
}

function redriveOf(text: string): QueueSettings["redrive"] {
  if (text === "") return undefined;
  const { deadLetterTargetArn, maxReceiveCount } = JSON.parse(text) as Record<string, unknown>;
  return { targetArn: String(deadLetterTargetArn), maxReceives: Number(maxReceiveCount) };
}
