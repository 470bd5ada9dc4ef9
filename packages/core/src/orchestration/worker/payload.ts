import { safeParse, type $ZodType, type output } from "zod/v4/core";
import { issuesOf } from "../../aws/environment.ts";
import { InvalidPayloadError, PayloadUnreadableError } from "./errors.ts";
import { type QueueObjects } from "./objects.ts";
import { type TaskEvent } from "./task-event.ts";

/**
 * The payload as the worker's schema makes it; one that went by reference is fetched and the
 * event's own fields laid over it.
 *
 * Throws `InvalidPayloadError`, `PayloadUnreadableError`.
 */
export async function readPayload<S extends $ZodType>(
  schema: S,
  { payload, payloadRef }: TaskEvent,
  objects: () => Promise<QueueObjects | undefined>,
): Promise<output<S>> {
  const whole = payloadRef === undefined ? payload : await fetched(payloadRef, payload, objects);
  const { success, data, error } = safeParse(schema, whole);
  if (!success) throw new InvalidPayloadError(issuesOf(error, whole));
  return data;
}

async function fetched(
  key: string,
  beside: unknown,
  objects: () => Promise<QueueObjects | undefined>,
): Promise<unknown> {
  const bucket = await objects();
  if (!bucket) throw new PayloadUnreadableError(key, "QUEUE_BUCKET names no bucket");
  const stored = await bucket.read(key);
  if (typeof stored !== "object" || stored === null || Array.isArray(stored)) return stored;
  return typeof beside === "object" ? { ...stored, ...beside } : stored;
}
