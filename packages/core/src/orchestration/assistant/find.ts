import { TaskNotFoundError } from "../errors.ts";
import { getRow, getRows } from "../store/read.ts";
import { type Task } from "../task.ts";
import { type Assistant } from "./assistant.ts";
import { InvalidAssistantRequestError } from "./errors.ts";

/** Which task is meant. Python's workers don't say whose. */
export interface Asked {
  readonly task_id: string;
  readonly labourer_id?: string | undefined;
}

type Looking = Pick<Assistant, "store" | "labourers">;
const looks = 3;

/**
 * A task's row in whichever table it stands, read consistently. As it may move while it is looked
 * for, it is looked for again. Throws `TaskNotFoundError`, and `InvalidAssistantRequestError` where
 * it is another labourer's.
 */
export async function findTask(asked: Asked, assistant: Looking): Promise<Task> {
  for (let look = 1; look <= looks; look++) {
    const row = await lookFor(asked, assistant);
    if (row) return ownTask(row, asked);
  }
  throw new TaskNotFoundError(asked.task_id);
}

/** Throws `InvalidAssistantRequestError` where the row is another labourer's than was said. */
export function ownTask(row: Task, { labourer_id: said }: Asked): Task {
  if (said === undefined || said === row.labourer_id) return row;
  const expected = `${row.labourer_id}, whose task ${row.task_id} is`;
  throw new InvalidAssistantRequestError([{ field: "labourer_id", value: said, expected }]);
}

async function lookFor({ task_id, labourer_id }: Asked, { store, labourers }: Looking) {
  const row = await getRow("tasks", { task_id }, store);
  if (row) return row as Task;
  const ids = new Set([
    ...(labourer_id === undefined ? [] : [labourer_id]),
    ...labourers.map(({ id }) => id),
  ]);
  const keys = Array.from(ids, (id) => ({ labourer_id: id, task_id }));
  const [waiting] = await getRows("retry", keys, store);
  return (waiting ?? (await getRow("closed", { task_id }, store))) as Task | undefined;
}
