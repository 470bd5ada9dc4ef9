import { transactGroups, type Group } from "../store/transact-groups.ts";
import { type Store } from "../store/store.ts";
import { type Row } from "../store/write.ts";
import { absent } from "./row.ts";

const prefix = "single#";

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
  const records = new Map(rows.flatMap((row) => (isRecord(row) ? [[nameOf(row), row]] : [])));
  if (records.size === 0) return 0;
  const groups = Array.from(records.values(), freeing);
  const { done } = await transactGroups({ groups }, store);
  return done.length;
}

interface SingleRecord extends Row {
  readonly partition: string;
  readonly sort: string;
  readonly task_id: string;
}

const isRecord = (row: Row | undefined): row is SingleRecord =>
  String(row?.["partition"]).startsWith(prefix) && typeof row?.["task_id"] === "string";

const nameOf = ({ partition, sort }: SingleRecord) => JSON.stringify([partition, sort]);

const freeing = ({ partition, sort, task_id }: SingleRecord): Group => ({
  writes: [
    {
      delete: "flow",
      key: { partition, sort },
      // Gone already, by an earlier try whose answer was lost, is as good.
      condition: {
        expression: "attribute_not_exists(#task_id) OR #task_id = :task_id",
        values: { ":task_id": task_id },
      },
    },
    { check: "tasks", key: { task_id }, condition: absent },
    {
      check: "retry",
      key: { labourer_id: partition.slice(prefix.length), task_id },
      condition: absent,
    },
  ],
});
