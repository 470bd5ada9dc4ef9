import type { SQSEvent } from "aws-lambda";

/** Whether an event brings a queue's messages, and isn't the event of a bucket itself. */
export function isFromQueue(event: unknown): event is SQSEvent {
  if (typeof event !== "object" || event === null || !("Records" in event)) return false;
  const [first]: unknown[] = Array.isArray(event.Records) ? event.Records : [];
  return (
    typeof first === "object" &&
    first !== null &&
    "eventSource" in first &&
    first.eventSource === "aws:sqs"
  );
}
