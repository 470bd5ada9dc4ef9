import * as z from "zod/mini";

const label = (least: number, most: number, expected: string) =>
  z.string(expected).check(z.minLength(least, expected), z.maxLength(most, expected));
const fields = z.record(label(1, 200, "a name of 1 to 200 characters"), z.json(), "an object");
/** Python sends an object, or the same as JSON text. */
const object = z.union([fields, z.pipe(z.string(), z.pipe(z.transform(parsed), fields))], {
  error: "an object, or one as JSON text",
});
const nonce = label(1, 128, "a token of 1 to 128 characters");
const ofTask = {
  task_id: label(1, 1024, "a task's id"),
  labourer_id: z.optional(label(1, 1024, "a labourer's id")),
  /** The task's `attempts` after the mark: the first attempt is 1. */
  attempt: z.optional(z.int("a whole number from 1").check(z.gte(1, "a whole number from 1"))),
  /** The worker's random token, one per invocation. */
  nonce: z.optional(nonce),
  /** What the worker's log lines have. */
  correlation_id: z.optional(z.string("text")),
  /** The task's own, as its event has it. */
  poke_hops: z.optional(z.int("a whole number").check(z.gte(0, "a whole number"))),
};
const outcome = { stats: z.optional(object), result: z.optional(object) };

/**
 * A worker asks to run this attempt; once claimed, no other nonce may have it.
 *
 * `takes_over` is the nonce of the invocation that spawned this one to go on (a sibling). The claim
 * then moves from that nonce to this one, and the task's slot is renewed (greenfield = now + delta),
 * so that each sibling has the labourer's whole `duration`.
 */
export const ClaimRequest = z.object({
  ...ofTask,
  action: z.literal("claim"),
  nonce,
  takes_over: z.optional(nonce),
});
export const HeartbeatRequest = z.object({ ...ofTask, action: z.literal("heartbeat") });
/** `stats` and `result` become the row's `stat_*` and `result_*`. */
export const CompletedRequest = z.object({
  ...ofTask,
  ...outcome,
  action: z.literal("mark_task_as_completed"),
});
/** `error` becomes the row's `failure`. */
export const FailedRequest = z.object({
  ...ofTask,
  ...outcome,
  action: z.literal("mark_task_as_failed"),
  error: z.optional(
    z.object({
      /** A typed error's `code`, or the error's name. */
      code: z.optional(z.string()),
      message: z.string("text"),
      /** False: another attempt can't succeed either, like a payload that its schema refuses. */
      retryable: z.optional(z.boolean()),
    }),
  ),
});

/** What a worker asks of the assistant; Python's workers send the last two without attempt and nonce. */
export const AssistantRequest = z.discriminatedUnion("action", [
  ClaimRequest,
  HeartbeatRequest,
  CompletedRequest,
  FailedRequest,
]);
export type AssistantRequest = z.output<typeof AssistantRequest>;

/** `reason`, when refused: `taken`, `completed`, `cancelled`, `expired`, `attempt` (another is current) or `closed`. */
export const ClaimAnswer = z.object({ claimed: z.boolean(), reason: z.optional(z.string()) });
export type ClaimAnswer = z.output<typeof ClaimAnswer>;

/** `alive`: this attempt still has its slot. `cancelled`: the worker should stop. */
export const HeartbeatAnswer = z.object({ alive: z.boolean(), cancelled: z.boolean() });
export type HeartbeatAnswer = z.output<typeof HeartbeatAnswer>;

/** `changed`: false where this was told before, or came too late to count. */
export const OutcomeAnswer = z.object({ changed: z.boolean() });
export type OutcomeAnswer = z.output<typeof OutcomeAnswer>;

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
