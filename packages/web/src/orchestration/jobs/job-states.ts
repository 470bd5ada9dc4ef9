import type { JobHistory } from "../../api/orchestration.ts";

/** For a person: how a job is. */
export const jobStates = {
  accepted: "It was accepted; its tasks are being made.",
  loading: "Its tasks are being put into the queue.",
  loaded: "All of its tasks are in the queue, or were.",
  paused: "It is paused: none of its tasks starts until it is resumed.",
  draining: "It drains: no more of it is loaded, what is loaded goes on.",
  cancelled: "It was cancelled: none of its tasks is tried any more.",
} as const;

/** What may be done to a job now. Pure. */
export function jobActions({ state, held }: Pick<JobHistory, "state" | "held">): string[] {
  if (held === "cancelled" || state === "cancelled") return ["cancel"];
  return [
    ...(held === "paused" ? [] : ["pause"]),
    ...(held === undefined ? [] : ["resume"]),
    ...(held === undefined && state !== "loaded" ? ["drain"] : []),
    "cancel",
  ];
}
