import { isSingleRecord, labourerOfSingle, ofTask, type SingleRecord } from "../key-records.ts";
import { transactGroups, type Group } from "../store/transact-groups.ts";
import { type Store } from "../store/store.ts";
import { type Row } from "../store/write.ts";
import { absent } from "./row.ts";

/**
 * Frees singleton keys whose task neither waits nor runs any more: Python's scavenger closes a
 * task and knows nothing of its key. `rows`: what refused a write; those that are no such records
 * are passed by. The record goes only while its task is in neither table, in one transaction.
 * Returns how many were freed. Errors as `transact`.
 */
export async function freeKeysLeftBehind(
  rows: readonly (Row | undefined)[],
  store: Store,
): Promise<number> {
  const records = new Map(rows.flatMap((row) => (isSingleRecord(row) ? [[nameOf(row), row]] : [])));
  if (records.size === 0) return 0;
  const groups = Array.from(records.values(), freeing);
  const { done } = await transactGroups({ groups }, store);
  return done.length;
}

const nameOf = ({ partition, sort }: SingleRecord) => JSON.stringify([partition, sort]);

const freeing = (record: SingleRecord): Group => ({
  writes: [
    {
      delete: "flow",
      key: { partition: record.partition, sort: record.sort },
      condition: ofTask(record.task_id),
    },
    { check: "tasks", key: { task_id: record.task_id }, condition: absent },
    {
      check: "retry",
      key: { labourer_id: labourerOfSingle(record), task_id: record.task_id },
      condition: absent,
    },
  ],
});
