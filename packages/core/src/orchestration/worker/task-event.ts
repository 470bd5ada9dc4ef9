import { safeParse } from "zod/v4/core";
import * as z from "zod/mini";
import { issuesOf } from "../../aws/environment.ts";
import { correlationOf } from "../../pipeline/correlation.ts";
import { InvalidTaskEventError } from "./errors.ts";

const text = z.string("text").check(z.minLength(1, "text"), z.maxLength(1024, "text"));
const number = z.number("a number");

const SiblingOf = z.object({
  /** How many invocations came before, from 1. */
  generation: z.int("a whole number from 1").check(z.gte(1, "a whole number from 1")),
  /** Nonce of the invocation that spawned this one; there for a task's worker. */
  takes_over: z.optional(text),
});
export type SiblingOf = Readonly<z.output<typeof SiblingOf>>;

const Task = z.object({
  task_id: text,
  labourer_id: z.optional(text),
  created_at: z.optional(number),
  greenfield: z.optional(number),
  attempts: z.optional(z.int("a whole number").check(z.gte(0, "a whole number"))),
  job_id: z.optional(text),
  /** Pokes in a row that led to this start, for the assistant to count on. */
  poke_hops: z.optional(number),
});
/** The task that an invocation is for; times in seconds since 1970, `attempts` after the mark. */
export type InvokedTask = Readonly<z.output<typeof Task>>;

const Travelling = z.object({
  payload_ref: z.optional(text),
  correlation_id: z.optional(z.string("text")),
  sibling_of: z.optional(SiblingOf),
});

export interface TaskEvent {
  /** Absent where the function was invoked by another than the orchestrator. */
  readonly task?: InvokedTask;
  /** What is left of the event. */
  readonly payload: unknown;
  /** A key of the queue bucket that holds more of the payload. */
  readonly payloadRef?: string;
  readonly correlation?: string;
  readonly siblingOf?: SiblingOf;
}

const travelling = new Set(["payload_ref", "correlation_id", "sibling_of"]);
/** What the orchestrator lays flat beside the payload; of equal names the task's wins. */
const own = new Set([
  ...travelling,
  "task_id",
  "labourer_id",
  "created_at",
  "greenfield",
  "attempts",
  "job_id",
  "poke_hops",
]);

/**
 * Parts an event into the task's own fields and the payload. Without a `task_id` all but a
 * sibling's own fields is payload. Throws `InvalidTaskEventError`.
 */
export function readTaskEvent(event: unknown): TaskEvent {
  if (typeof event !== "object" || event === null || Array.isArray(event))
    return { payload: event };
  const isTask = "task_id" in event && event.task_id !== undefined;
  const names = isTask ? own : travelling;
  const entries = Object.entries(event).filter(([name]) => !names.has(name));
  const { payload_ref, correlation_id, sibling_of } = parsed(Travelling, event);
  return {
    task: isTask ? parsed(Task, event) : undefined,
    payload: Object.fromEntries(entries),
    payloadRef: payload_ref,
    correlation: correlationOf(correlation_id),
    siblingOf: sibling_of,
  };
}

function parsed<S extends z.core.$ZodType>(schema: S, event: object): z.output<S> {
  const { success, data, error } = safeParse(schema, event);
  if (!success) throw new InvalidTaskEventError(issuesOf(error, event));
  return data;
}
