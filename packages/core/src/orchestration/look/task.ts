import { TaskNotFoundError } from "../errors.ts";
import { type Labourer } from "../labourer.ts";
import { bordersOf, stateOf } from "../states.ts";
import { getRow, getRows, rowsOf } from "../store/read.ts";
import { type Store } from "../store/store.ts";
import { type Row } from "../store/write.ts";
import { closedStatus, type Task } from "../task.ts";
import { type LookState } from "./ranges.ts";

export interface TaskLook {
  readonly task: Task;
  readonly state: LookState;
  /** Rows of its history, the oldest first. */
  readonly history: readonly Row[];
}

/** Rows of a task's history at most. */
const mostSteps = 500;

/**
 * One task, wherever it is, with its history: the tables of tasks, of closed ones, of retries.
 *
 * Throws `TaskNotFoundError`. Three requests, one more where it waits for a retry.
 */
export async function lookAtTask(
  taskId: string,
  labourers: readonly Labourer[],
  store: Store,
): Promise<TaskLook> {
  const [open, closed, history] = await Promise.all([
    getRow("tasks", { task_id: taskId }, store),
    getRow("closed", { task_id: taskId }, store),
    historyOf(taskId, store),
  ]);
  const row = open ?? closed ?? (await retryRow(taskId, labourers, store));
  if (!row) throw new TaskNotFoundError(taskId);
  // Rows of these tables are tasks.
  const task = row as Task;
  return { task, state: placeOf(task, { isOpen: row === open, labourers, store }), history };
}

async function historyOf(taskId: string, store: Store): Promise<Row[]> {
  const where = { expression: "#task_id = :task", values: { ":task": taskId } };
  const rows: Row[] = [];
  for await (const row of rowsOf({ table: "meta", where, limit: mostSteps }, store))
    rows.push(withLabourerId(row));
  return rows;
}

/** sosw's scheduler names it `labourer`, its other functions `labourer_id`. */
function withLabourerId({ labourer, ...row }: Row): Row {
  return labourer === undefined ? row : { labourer_id: labourer, ...row };
}

async function retryRow(taskId: string, labourers: readonly Labourer[], store: Store) {
  const keys = labourers.map(({ id }) => ({ labourer_id: id, task_id: taskId }));
  return (await getRows("retry", keys, store))[0];
}

interface Surroundings {
  readonly isOpen: boolean;
  readonly labourers: readonly Labourer[];
  readonly store: Store;
}

function placeOf(task: Task, { isOpen, labourers, store }: Surroundings): LookState {
  if (isOpen) {
    const labourer = labourers.find(({ id }) => id === task.labourer_id);
    return stateOf(task, bordersOf(labourer ?? { duration: 900, cooldown: 300 }, store.now()));
  }
  if (task.closed_at === undefined) return task.held ? "held" : "retrying";
  return task.labourer_id_task_status === closedStatus(task.labourer_id, 1) ? "done" : "dead";
}
