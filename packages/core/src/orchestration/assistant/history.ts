import { transact } from "../store/transact.ts";
import { type Store } from "../store/store.ts";
import { updateIf } from "../store/update.ts";
import { type Update, type Write } from "../store/write.ts";

/**
 * A change of a task with the rows of its history: one request, both or none. Without history it
 * is a plain update, at half the price of a transaction's.
 */
export const changeWith = (
  update: Update,
  history: readonly Write[],
  store: Store,
): Promise<{ readonly done: boolean }> =>
  history.length === 0 ? updateIf(update, store) : transact([update, ...history], store);
