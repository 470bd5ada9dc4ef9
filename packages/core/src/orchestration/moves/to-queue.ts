import { ofTask, singleKey } from "../key-records.ts";
import { metaOf, type MetaAction } from "../meta.ts";
import { type Store } from "../store/store.ts";
import { type Write } from "../store/write.ts";
import { type Task } from "../task.ts";
import { type Move } from "./move.ts";
import { absent, placeOf, removal, without } from "./row.ts";
import { fitted } from "./size.ts";

/** What belongs to a start that is over, or to another table. */
const ofThePast = [
  "desired_launch_time",
  "held",
  "mark",
  "poke_hops",
  "claim",
  "claim_attempt",
  "claimed_at",
  "heartbeat_at",
];
const ofTheClosed = [
  "closed_at",
  "labourer_id_task_status",
  "expires_at",
  "cancelled_at",
  "cancelled_by",
  "cancel_reason",
  "deadline",
];

/**
 * Returns a task from the retry or the closed table to the queue, at `greenfield`. Its results,
 * statistics and attempts stay; one that was closed gets the labourer's `max_attempts` anew
 * (`attempts_before`), and its singleton key, if nobody else has it by now. Refused when its row
 * has changed since it was read, or another stands in the queue.
 */
export function toQueue(
  task: Task,
  greenfield: number,
  { action, set }: { readonly action: MetaAction; readonly set?: Partial<Task> },
  store: Store,
): Move {
  const isClosed = placeOf(task) === "closed";
  const kept = without(task, isClosed ? [...ofThePast, ...ofTheClosed] : ofThePast);
  const again = isClosed ? { attempts_before: task.attempts } : {};
  const row = fitted({ ...kept, ...again, ...set, greenfield });
  return {
    task,
    writes: [
      { put: "tasks", row, condition: absent },
      removal(task),
      ...(isClosed ? keyTaken(task) : []),
      ...metaOf(task, action, store),
    ],
    lanes: row.lane === undefined ? [] : [{ lane: row.lane, by: 1 }],
  };
}

/** The attempts that count against `max_attempts`: those since it was last sent on its way again. */
export function attemptsOf({ attempts = 0, attempts_before: before }: Partial<Task>): number {
  return typeof before === "number" ? attempts - before : attempts;
}

function keyTaken({ labourer_id, task_id, singleton_key }: Task): Write[] {
  if (singleton_key === undefined) return [];
  const row = { ...singleKey(labourer_id, singleton_key), task_id };
  return [
    {
      put: "flow",
      row,
      condition: ofTask(task_id),
    },
  ];
}
