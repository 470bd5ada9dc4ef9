import { invocationDelta } from "../greenfield.ts";
import { flowKey, noKey } from "../lanes.ts";
import { flowKeyOf, type Labourer } from "../labourer.ts";
import { stateOf, type Borders } from "../states.ts";
import { getRows, rowsOf } from "../store/read.ts";
import { indexes } from "../tables.ts";
import { payloadOf, type Task } from "../task.ts";
import { type RecentMark } from "./state-row.ts";
import { type Yard } from "./yard.ts";

/** Who runs, exactly: what the index shows, and what it doesn't show yet. */
export interface Census {
  readonly running: number;
  readonly runningOf: ReadonlyMap<string, number>;
  /** Marks that the index still has to show. */
  readonly recent: readonly RecentMark[];
  /** Rows of tasks that pokes told of and that wait: the index may not show them yet. */
  readonly told: readonly Task[];
}

/** The index may answer from a copy that is behind another: a mark this young (s) is kept, though seen. */
const settling = 2;

/**
 * Counts the running tasks of a labourer, under its lease.
 *
 * The index lags, and the table can't be asked by labourer; so marks are kept in the lease's row
 * until the index shows them, and those it doesn't show are read consistently. `news` are tasks
 * that pokes told of: new ones, and ones that ended, which are read consistently too.
 */
export async function takeCensus(
  labourer: Labourer,
  borders: Borders,
  { recent, news }: { readonly recent: readonly RecentMark[]; readonly news: readonly string[] },
  yard: Yard,
): Promise<Census> {
  const shown = await shownRunning(labourer, borders, yard);
  const unseen = recent.filter(({ task_id }) => !shown.has(task_id));
  const asked = [...new Set([...unseen.map(({ task_id }) => task_id), ...news])];
  const keys = asked.map((task_id) => ({ task_id }));
  const rows = (await getRows("tasks", keys, yard.store)) as Task[];
  const read = new Map(rows.map((row) => [row.task_id, row]));
  const running = new Map(shown);
  for (const id of asked) {
    const row = read.get(id);
    if (row && stateOf(row, borders) === "running") running.set(id, keyIn(row, labourer));
    else running.delete(id);
  }
  const young = borders.start + invocationDelta - settling;
  return {
    running: running.size,
    runningOf: counted(running.values()),
    recent: recent.filter((mark) => {
      if (shown.has(mark.task_id)) return mark.greenfield >= young;
      return running.has(mark.task_id);
    }),
    told: rows.filter(
      (row) => row.labourer_id === labourer.id && stateOf(row, borders) === "queued",
    ),
  };
}

/** The value of the labourer's key in a task's payload. */
export function keyIn(task: Task, { flow }: Pick<Labourer, "flow">): string {
  if (task.flow_key !== undefined) return task.flow_key;
  const path = flowKeyOf(flow);
  return path === undefined ? noKey : flowKey(path, payloadOf(task));
}

async function shownRunning(labourer: Labourer, { expired }: Borders, { store }: Yard) {
  const hasKeys = flowKeyOf(labourer.flow) !== undefined;
  const range = {
    table: "tasks",
    index: indexes.greenfield,
    where: {
      expression: "#labourer_id = :labourer AND #greenfield >= :expired",
      values: { ":labourer": labourer.id, ":expired": expired },
    },
    filter: { expression: "attribute_not_exists(#completed_at)" },
    only: ["task_id", ...(hasKeys ? ["flow_key", "payload"] : [])],
  } as const;
  const shown = new Map<string, string>();
  for await (const row of rowsOf(range, store)) {
    const task = row as Task;
    shown.set(task.task_id, keyIn(task, labourer));
  }
  return shown;
}

function counted(keys: Iterable<string>): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
  return counts;
}
