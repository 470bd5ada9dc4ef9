import { metaOf, type MetaAction } from "../meta.ts";
import { type Store } from "../store/store.ts";
import { type Task } from "../task.ts";
import { type Move } from "./move.ts";
import { absent, laneLeft, removal } from "./row.ts";
import { fitted } from "./size.ts";

/** When a task that is held returns by itself: in 2286, never. Seconds since 1970. */
export const whenHeld = 9_999_999_999;

export interface Retrying {
  readonly action: MetaAction;
  /** Set aside until somebody resumes it. */
  readonly held?: boolean;
  readonly set?: Partial<Task>;
  /** Another program left a row in the retry table already: it is replaced. */
  readonly replace?: boolean;
}

/**
 * Moves a task from the tasks table to wait until `launchTime`, in seconds (made whole). Refused
 * when its row has changed since it was read.
 */
export function toRetry(task: Task, launchTime: number, retrying: Retrying, store: Store): Move {
  const { action, held = false, set, replace = false } = retrying;
  const row = fitted({
    ...task,
    ...set,
    ...(held && { held: true }),
    desired_launch_time: Math.ceil(launchTime),
  });
  return {
    task,
    writes: [
      { put: "retry", row, ...(!replace && { condition: absent }) },
      removal(task),
      ...metaOf(task, action, store, { desired_launch_time: row.desired_launch_time }),
    ],
    lanes: laneLeft(task, store),
  };
}
