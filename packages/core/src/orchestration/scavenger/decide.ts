import { invocationDelta } from "../greenfield.ts";
import { type Labourer } from "../labourer.ts";
import { attemptsOf } from "../moves/to-queue.ts";
import { stateOf, type Borders } from "../states.ts";
import { isCancelled, isCompleted, type Task } from "../task.ts";
import { afterFailure } from "./retry.ts";

/** What becomes of a task that was started. */
export type Decision =
  | { readonly kind: "keep" }
  | { readonly kind: "archive" }
  | { readonly kind: "cancelled" }
  /** `delay` in seconds. */
  | { readonly kind: "retry"; readonly delay: number; readonly failure?: string }
  | {
      readonly kind: "dead";
      readonly reason: "attempts" | "not_retryable";
      readonly failure?: string;
    };

export interface Circumstances {
  readonly labourer: Labourer;
  readonly borders: Borders;
  /** Seconds; sosw's rule multiplies it with the attempts. */
  readonly maxDuration: number;
  /** From 0 to 1. */
  readonly random: number;
}

/** Pure. */
export function decide(task: Task, circumstances: Circumstances): Decision {
  const { labourer, borders } = circumstances;
  const state = stateOf(task, borders);
  if (state === "queued") return { kind: "keep" };
  if (isCompleted(task)) return { kind: isCancelled(task) ? "cancelled" : "archive" };
  const isSilent = state === "running" && silentFor(task, labourer, borders) !== undefined;
  if (state === "running" && !isSilent) return { kind: "keep" };
  if (isCancelled(task)) return { kind: "cancelled" };
  const failure = failureOf(task, circumstances);
  if (task["not_retryable"] === true) return { kind: "dead", reason: "not_retryable", ...failure };
  return { ...afterFailure({ ...circumstances, attempts: attemptsOf(task) }), ...failure };
}

/** The seconds that a running task hasn't been heard of, where its labourer's timeout is over. */
export function silentFor(
  task: Task,
  { heartbeat_timeout: timeout }: Labourer,
  { start }: Borders,
): number | undefined {
  if (timeout === undefined) return undefined;
  const heard = Math.max(task.heartbeat_at ?? 0, task.greenfield - invocationDelta);
  return start - heard > timeout ? start - heard : undefined;
}

// One that has told of its failure has said why.
function failureOf(task: Task, { labourer, borders }: Circumstances) {
  if (task["failed_attempt"] === task.attempts) return {};
  if (stateOf(task, borders) === "running") {
    const seconds = Math.round(silentFor(task, labourer, borders) ?? 0);
    return { failure: `silent: not heard of for ${seconds} s in attempt ${task.attempts}` };
  }
  const { duration, cooldown } = labourer;
  return {
    failure: `expired: attempt ${task.attempts} told no outcome within ${duration + cooldown} s`,
  };
}
