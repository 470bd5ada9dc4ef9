import { type InvokedTask, type SiblingOf } from "../worker/task-event.ts";
import { SiblingTooLargeError, TooManySiblingsError } from "./errors.ts";

/** The invocation that spawns. */
export interface Parent {
  readonly functionName: string;
  readonly siblingOf?: SiblingOf;
  readonly task?: InvokedTask;
  /** Its nonce, where it has claimed a task. */
  readonly nonce?: string;
  readonly correlation?: string;
}

export interface SiblingLimits {
  /** Siblings in a row; default 100. */
  readonly maxGenerations?: number;
  /** Bytes of an event; default 256 KB. Lambda takes 1 MB. */
  readonly maxBytes?: number;
}

export interface SiblingPlan {
  /** The event as JSON. */
  readonly event: string;
  /** What is to be stored before, where the payload goes by reference. */
  readonly object?: { readonly key: string; readonly json: string };
}

/**
 * The event of a sibling: its payload, and what makes it go on with the parent's task. Pure.
 *
 * Throws `TooManySiblingsError`, and `SiblingTooLargeError` where the payload needs a bucket and
 * `key` is undefined.
 */
export function planSibling(
  payload: Readonly<Record<string, unknown>>,
  parent: Parent,
  key: string | undefined,
  { maxGenerations = 100, maxBytes = 256 * 1024 }: SiblingLimits = {},
): SiblingPlan {
  const generation = (parent.siblingOf?.generation ?? 0) + 1;
  if (generation > maxGenerations) throw new TooManySiblingsError(generation, maxGenerations);
  const own = {
    ...parent.task,
    correlation_id: parent.correlation,
    sibling_of: { generation, takes_over: parent.task && parent.nonce },
  };
  const event = JSON.stringify({ ...payload, ...own });
  const bytes = Buffer.byteLength(event);
  if (bytes <= maxBytes) return { event };
  if (key === undefined) throw new SiblingTooLargeError(bytes, maxBytes);
  const object = { key, json: JSON.stringify(payload) };
  return { event: JSON.stringify({ ...own, payload_ref: key }), object };
}
