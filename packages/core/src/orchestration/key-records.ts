import { type Condition } from "../aws/expressions.ts";
import { type Row } from "./store/write.ts";
import { type Key } from "./tables.ts";

const single = "single#";

/** Where it is remembered that an idempotency key was accepted, and until when. */
export const onceKey = (labourerId: string, key: string): Key => ({
  partition: `once#${labourerId}`,
  sort: key,
});

/** Who has a singleton key; whoever closes the task deletes it. */
export const singleKey = (labourerId: string, key: string) => ({
  partition: `${single}${labourerId}`,
  sort: key,
});

/** Found by its `due`, when a task's deadline is over. */
export const deadlineKey = (labourerId: string, taskId: string): Key => ({
  partition: `deadline#${labourerId}`,
  sort: taskId,
});

/** A record of who has a singleton key. */
export interface SingleRecord extends Row {
  readonly partition: string;
  readonly sort: string;
  readonly task_id: string;
}

export const isSingleRecord = (row: Row | undefined): row is SingleRecord =>
  String(row?.["partition"]).startsWith(single) && typeof row?.["task_id"] === "string";

export const labourerOfSingle = ({ partition }: SingleRecord) => partition.slice(single.length);

/** Nobody else's: gone already, by an earlier try whose answer was lost, is as good. */
export const ofTask = (taskId: string): Condition => ({
  expression: "attribute_not_exists(#task_id) OR #task_id = :task_id",
  values: { ":task_id": taskId },
});
