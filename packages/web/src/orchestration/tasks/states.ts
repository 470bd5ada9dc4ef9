import type { TaskState } from "../../api/orchestration.ts";

interface Meaning {
  readonly label: string;
  readonly tone: "going" | "good" | "bad" | "off";
  readonly meaning: string;
}

/** Where a task can be, in the order of its way. */
export const meanings: Readonly<Record<TaskState, Meaning>> = {
  queued: { label: "Queued", tone: "going", meaning: "It waits for its turn." },
  running: { label: "Running", tone: "going", meaning: "Its worker was invoked." },
  expired: {
    label: "Expired",
    tone: "bad",
    meaning: "It took too long or failed; the scavenger decides what becomes of it.",
  },
  completed: { label: "Completed", tone: "good", meaning: "It is done and waits for the archive." },
  retrying: { label: "Retrying", tone: "going", meaning: "It waits to be tried, or tried again." },
  held: { label: "Set aside", tone: "off", meaning: "Somebody paused it; it waits to be resumed." },
  done: { label: "Done", tone: "good", meaning: "It is done, and archived." },
  dead: { label: "Dead", tone: "bad", meaning: "It was given up: no more attempts, or cancelled." },
};

export const states = Object.keys(meanings) as TaskState[];

export const stateOf = (text: string | null): TaskState =>
  states.find((state) => state === text) ?? "queued";

/** Whether it will come to another state by itself. */
export const isGoing = (state: TaskState): boolean => meanings[state].tone === "going";

/** What a step of a task's history is called; what isn't known is shown as it is. */
export const actions: Readonly<Record<string, string>> = {
  created: "Created",
  invoked: "Invoked",
  marked_as_completed: "Completed",
  completed: "Completed",
  marked_as_failed: "Failed",
  failed: "Failed",
  archived: "Archived",
  archived_dead: "Given up",
  scheduled_for_retry: "To be tried again",
  ready_for_retry: "Back in the queue",
  put_back: "Put back: its invocation was refused",
  cancelled: "Cancelled",
  expired: "Its deadline passed",
  paused: "Set aside",
  resumed: "Resumed",
  redriven: "Redriven",
};

/** What may be done with a task where it is. */
export const actionsFor = (state: TaskState): readonly string[] => {
  if (state === "queued") return ["pause", "cancel"];
  if (state === "retrying") return ["pause", "retry", "cancel"];
  if (state === "held") return ["resume", "cancel"];
  if (state === "running" || state === "expired") return ["cancel"];
  return state === "dead" ? ["retry"] : [];
};
