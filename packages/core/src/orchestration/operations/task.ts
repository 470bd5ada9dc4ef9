import { isSingleRecord } from "../key-records.ts";
import { findTask } from "../assistant/find.ts";
import { TransactionBusyError } from "../errors.ts";
import { freeKeysLeftBehind } from "../moves/left-behind.ts";
import { moveAll, type Move } from "../moves/move.ts";
import { type Row } from "../store/write.ts";
import { type Task } from "../task.ts";
import { auditPut } from "./audit.ts";
import { SingletonTakenError } from "./errors.ts";
import { frontPlaces } from "../moves/front.ts";
import { tell, type Operating, type Operator } from "./operating.ts";
import { cancelMove, pauseMove, resumeMove, retryMove } from "./task-moves.ts";

export type TaskAction = "pause" | "resume" | "cancel" | "retry";

const tries = 10;

/**
 * Pauses, resumes or cancels a task, or tries it again at once: one that waits for its retry or is
 * dead. `changed`: false where it was so already or can't be, as for one that has completed.
 *
 * Throws `TaskNotFoundError`, and `SingletonTakenError` where another task has its key by now.
 */
export async function operateTask(
  id: string,
  action: TaskAction,
  who: Operator,
  operating: Operating,
): Promise<{ changed: boolean }> {
  const { store } = operating;
  // It may be moved by others between the look and the move.
  for (let attempt = 1; attempt <= tries; attempt++) {
    const task = await findTask({ task_id: id }, operating);
    const move = await moveOf(task, action, who, operating);
    if (!move) return { changed: false };
    const audit = auditPut(who, { action, task_id: id }, store);
    const { refused } = await moveAll([{ ...move, writes: [...move.writes, audit] }], store);
    const rows = refused[0]?.rows ?? [];
    if ((await freeKeysLeftBehind(rows, store)) === 0) refuseTaken(id, rows);
    if (refused.length > 0) continue;
    const news = { labourer_id: task.labourer_id, task_ids: [id] };
    if (action === "resume" || action === "retry") await tell(news, operating);
    return { changed: true };
  }
  throw new TransactionBusyError(tries, "the task was changed each time");
}

function refuseTaken(id: string, rows: readonly (Row | undefined)[]): void {
  const key = rows.find(isSingleRecord);
  if (key) throw new SingletonTakenError(id, key.task_id);
}

async function moveOf(
  task: Task,
  action: TaskAction,
  who: Operator,
  { store }: Operating,
): Promise<Move | undefined> {
  if (action === "cancel") return cancelMove(task, who, store);
  if (action === "pause") return pauseMove(task, store);
  const [front = 0] = await frontPlaces(task.labourer_id, 1, store);
  return action === "resume" ? resumeMove(task, front, store) : retryMove(task, front, store);
}
