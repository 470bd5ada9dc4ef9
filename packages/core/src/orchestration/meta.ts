import { expiryOf, type Store } from "./store/store.ts";
import { type Write } from "./store/write.ts";

/** What happens to a task; sosw's names, and this project's after them. */
export type MetaAction =
  | "created"
  | "invoked"
  | "marked_as_completed"
  | "marked_as_failed"
  | "archived"
  | "archived_dead"
  | "scheduled_for_retry"
  | "ready_for_retry"
  | "put_back"
  | "cancelled"
  | "expired"
  | "paused"
  | "resumed"
  | "redriven";

/**
 * The row of a task's history, to be written with the change it tells of. None where the store
 * has no author: history is off.
 *
 * `created_at` is the key: two rows of one task at one microsecond would be one, so chance adds
 * less than a tenth of a millisecond.
 */
export function metaOf(
  task: { readonly task_id: string; readonly labourer_id: string },
  action: MetaAction,
  store: Store,
  more: Readonly<Record<string, unknown>> = {},
): Write[] {
  if (!store.author) return [];
  const created_at = Number((store.now() / 1_000 + store.random() / 10_000).toFixed(7));
  const row = {
    task_id: task.task_id,
    created_at,
    ...store.author,
    action,
    labourer_id: task.labourer_id,
    expires_at: expiryOf(store),
    ...more,
  };
  return [{ put: "meta", row }];
}
