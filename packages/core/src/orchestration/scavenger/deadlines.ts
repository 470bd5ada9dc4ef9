import { type Labourer } from "../labourer.ts";
import { moveAll } from "../moves/move.ts";
import { isQueued, placeOf } from "../moves/row.ts";
import { getRows, pagesOf } from "../store/read.ts";
import { transactGroups } from "../store/transact-groups.ts";
import { type Row, type Write } from "../store/write.ts";
import { indexes, keyOf } from "../tables.ts";
import { isCompleted, type Task } from "../task.ts";
import { isLate, lateMove } from "./due.ts";
import { hasTime, type Scavenging, type ScavengerReport } from "./scavenging.ts";

/** A record whose task can't be found is kept this long (ms): the task may be on its way between tables. */
const patience = 600_000;

/** Closes tasks that weren't started by their deadline, and forgets deadlines of those that were. */
export async function closeLate(
  labourer: Labourer,
  report: ScavengerReport,
  scavenging: Scavenging,
): Promise<void> {
  const { store } = scavenging;
  const goOn = () => hasTime(scavenging);
  const range = {
    table: "flow",
    index: indexes.due,
    where: {
      expression: "#partition = :partition AND #due <= :now",
      values: { ":partition": `deadline#${labourer.id}`, ":now": store.now() },
    },
    consistent: true,
  } as const;
  for await (const records of pagesOf(range, store)) {
    if (records.length === 0) continue;
    const tasks = await tasksOf(records, labourer, scavenging);
    const late = [...tasks.values()].filter((task) => stillWaits(task, scavenging));
    const closed = await moveAll(
      late.map((task) => lateMove(task, store)),
      store,
      { goOn },
    );
    report.late += closed.done.length;
    const over = records.filter((record) => isOver(record, tasks, scavenging));
    const forgotten = await transactGroups({ groups: over.map(forget), goOn }, store);
    report.unfinished ||= closed.left.length + forgotten.left.length > 0;
    if (report.unfinished) return;
  }
}

/** The tasks of such records, in the queue or waiting for their time. */
async function tasksOf(records: readonly Row[], { id }: Labourer, { store }: Scavenging) {
  const ids = records.map(({ sort }) => String(sort));
  const keys = ids.map((task_id) => ({ task_id }));
  const rows = (await getRows("tasks", keys, store)) as Task[];
  const found = new Map(rows.map((row) => [row.task_id, row]));
  const others = keys.filter(({ task_id }) => !found.has(task_id));
  const waiting = others.map(({ task_id }) => ({ labourer_id: id, task_id }));
  for (const row of (await getRows("retry", waiting, store)) as Task[]) found.set(row.task_id, row);
  return found;
}

const stillWaits = (task: Task, { store }: Scavenging) =>
  isLate(task, store.now()) &&
  !isCompleted(task) &&
  (isQueued(task, store) || placeOf(task) === "retry");

function isOver({ sort, due }: Row, tasks: ReadonlyMap<string, Task>, { store }: Scavenging) {
  const task = tasks.get(String(sort));
  return task ? task.attempts > 0 || isCompleted(task) : Number(due) < store.now() - patience;
}

const forget = (record: Row): { readonly writes: readonly Write[] } => ({
  writes: [{ delete: "flow", key: keyOf("flow", record) }],
});
