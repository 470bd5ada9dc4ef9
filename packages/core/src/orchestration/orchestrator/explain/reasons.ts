import { statusNames } from "../../ecology/health.ts";
import { type Hold } from "../plan.ts";

/** The one thing that a task's present state comes from. Times in seconds since 1970. */
export type Reason =
  | Hold
  | { readonly why: "not_found" }
  | {
      readonly why: "closed";
      readonly as: "completed" | "dead" | "cancelled" | "expired";
      readonly at: number;
    }
  | { readonly why: "completed"; readonly at: number }
  | {
      readonly why: "running";
      readonly since: number;
      readonly attempt: number;
      readonly claimed: boolean;
      readonly cancelled: boolean;
    }
  | { readonly why: "expired"; readonly since: number; readonly attempt: number }
  | { readonly why: "task_paused" }
  | { readonly why: "job_paused"; readonly job_id: string }
  | { readonly why: "delayed"; readonly until: number }
  | { readonly why: "retry"; readonly until: number; readonly failure?: string | undefined }
  | { readonly why: "closing"; readonly as: "cancelled" | "expired" }
  | { readonly why: "unregistered"; readonly labourer_id: string }
  | { readonly why: "lease"; readonly until: number }
  /** `ahead`: how many go first; `more`: there are even more than that. */
  | { readonly why: "behind"; readonly ahead: number; readonly more: boolean }
  | { readonly why: "next" };

/** A reason as a sentence. */
export function sentenceOf(reason: Reason): string {
  switch (reason.why) {
    case "not_found":
      return "There is no such task.";
    case "closed":
      return `It was closed as ${reason.as} at ${time(reason.at)}.`;
    case "completed":
      return `It was completed at ${time(reason.at)} and waits to be archived.`;
    case "running":
      return runningSentence(reason);
    case "expired":
      return `Attempt ${reason.attempt}, begun at ${time(reason.since)}, failed or took too long; the scavenger will retry or close it.`;
    case "task_paused":
      return "It is set aside until somebody resumes it.";
    case "job_paused":
      return `Its job ${reason.job_id} is paused.`;
    case "delayed":
      return `It is delayed until ${time(reason.until)}.`;
    case "retry":
      return `It waits for its retry at ${time(reason.until)}${reason.failure ? `; it failed: ${reason.failure}` : "."}`;
    case "closing":
      return `It will be closed as ${reason.as} by the next run.`;
    case "unregistered":
      return `Its labourer ${reason.labourer_id} isn't registered.`;
    case "lease":
      return `Another run of the orchestrator holds the labourer until ${time(reason.until)} at most.`;
    case "behind":
      return `It waits behind ${reason.more ? "more than " : ""}${reason.ahead} others.`;
    case "next":
      return "It would start now, with the orchestrator's next run.";
    default:
      return holdSentence(reason);
  }
}

function holdSentence(hold: Hold): string {
  switch (hold.why) {
    case "labourer_paused":
      return `The labourer is paused${hold.pause.by ? ` by ${hold.pause.by}` : ""}${hold.pause.why ? `: ${hold.pause.why}` : "."}`;
    case "health": {
      const { status, metric, value } = hold.health;
      const because = metric ? ` because of ${metric}${value == null ? "" : ` at ${value}`}` : "";
      return `The labourer's health is ${status}, ${statusNames[status]}${because}.`;
    }
    case "labourer_limit":
      return `${hold.running} of the labourer's ${hold.limit} allowed tasks run.`;
    case "labourer_rate":
      return `The labourer's rate limit lets the next task start at ${time(hold.next / 1_000)}.`;
    case "key_limit":
      return `${hold.running} of ${hold.limit} allowed tasks of ${hold.key} run.`;
    default:
      return `The rate limit of ${hold.key} lets its next task start at ${time(hold.next / 1_000)}.`;
  }
}

function runningSentence({
  since,
  attempt,
  claimed,
  cancelled,
}: Extract<Reason, { why: "running" }>): string {
  const what = claimed ? "runs" : "was invoked, and no worker has claimed it";
  const end = cancelled ? "; it was cancelled, and its worker was asked to stop" : "";
  return `Attempt ${attempt} ${what} since ${time(since)}${end}.`;
}

const time = (seconds: number) => new Date(seconds * 1_000).toISOString();
