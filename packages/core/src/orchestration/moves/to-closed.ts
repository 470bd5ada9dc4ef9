import { deadlineKey, ofTask, singleKey } from "../key-records.ts";
import { metaOf, type MetaAction } from "../meta.ts";
import { expiryOf, type Store } from "../store/store.ts";
import { type Write } from "../store/write.ts";
import { closedStatus, type Task } from "../task.ts";
import { type Move } from "./move.ts";
import { outboxPut, type DeathReason } from "./outbox.ts";
import { absent, laneLeft, removal, without } from "./row.ts";
import { fitted } from "./size.ts";

export interface Closing {
  /** 1 completed, 0 dead, expired or cancelled. */
  readonly status: 0 | 1;
  readonly action: MetaAction;
  /** What else the closed row holds: `completed_at`, `cancelled_by`, `result_…`. */
  readonly set?: Partial<Task>;
  /** A message to be sent about it. */
  readonly message?: DeathReason;
  /** Another program left a row in the closed table already: it is replaced. */
  readonly replace?: boolean;
}

/**
 * Closes a task that was read from the tasks or the retry table. Refused when its row has changed
 * since. Releases its singleton key; keeps history. Pure but for the store's clock and chance.
 */
export function toClosed(task: Task, closing: Closing, store: Store): Move {
  const { status, action, set, message, replace = false } = closing;
  const row = fitted({
    ...without(task, ["desired_launch_time", "held"]),
    ...set,
    closed_at: Math.floor(store.now() / 1_000),
    labourer_id_task_status: closedStatus(task.labourer_id, status),
    expires_at: expiryOf(store),
  });
  const writes: Write[] = [
    { put: "closed", row, ...(!replace && { condition: absent }) },
    removal(task),
    ...keysReleased(task),
    ...(message ? [outboxPut({ ...task, ...set }, message, store)] : []),
    ...metaOf(task, action, store),
  ];
  return { task, writes, lanes: laneLeft(task, store) };
}

function keysReleased({ labourer_id, task_id, singleton_key, deadline, attempts }: Task): Write[] {
  const single: Write = {
    delete: "flow",
    key: singleKey(labourer_id, singleton_key ?? ""),
    condition: ofTask(task_id),
  };
  const key = deadlineKey(labourer_id, task_id);
  return [
    ...(singleton_key === undefined ? [] : [single]),
    // Once it has started, its deadline is gone.
    ...(deadline === undefined || attempts > 0 ? [] : [{ delete: "flow" as const, key }]),
  ];
}
