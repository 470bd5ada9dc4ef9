import { safeParse, type $ZodType, type output } from "zod/v4/core";
import { issuesOf } from "../../aws/environment.ts";
import { bookkeeping } from "../task.ts";
import { InvalidPayloadError, PayloadUnreadableError } from "./errors.ts";
import { type QueueObjects } from "./objects.ts";
import { type TaskEvent } from "./task-event.ts";

/**
 * The payload as the worker's schema makes it; one that went by reference is fetched and the
 * event's own fields laid over it.
 *
 * A task's row lies flat beside its payload, and may hold more than a strict schema knows: what
 * the schema refuses is tried again without what belongs to rows.
 *
 * Throws `InvalidPayloadError`, `PayloadUnreadableError`.
 */
export async function readPayload<S extends $ZodType>(
  schema: S,
  { payload, payloadRef, task }: TaskEvent,
  objects: () => Promise<QueueObjects | undefined>,
): Promise<output<S>> {
  const whole = payloadRef === undefined ? payload : await fetched(payloadRef, payload, objects);
  const { success, data, error } = safeParse(schema, whole);
  if (success) return data;
  const alone = task && withoutRow(whole);
  const again = alone && safeParse(schema, alone);
  if (again?.success) return again.data;
  throw new InvalidPayloadError(issuesOf(again?.error ?? error, alone ?? whole));
}

function withoutRow(payload: unknown): Readonly<Record<string, unknown>> | undefined {
  if (typeof payload !== "object" || payload === null || Array.isArray(payload)) return undefined;
  const isOwn = (name: string) =>
    bookkeeping.has(name) || ofRows.has(name) || /^(?:stat|result)_/.test(name);
  return Object.fromEntries(Object.entries(payload).filter(([name]) => !isOwn(name)));
}

/** sosw's, beside those that are taken out of every event. */
const ofRows = new Set([
  "arn",
  "failed_attempts",
  "completed_at",
  "closed_at",
  "desired_launch_time",
]);

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
