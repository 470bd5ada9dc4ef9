import { laneName } from "../lanes.ts";
import { type Borders } from "../states.ts";
import { rowsOf } from "../store/read.ts";
import { type Store } from "../store/store.ts";
import { indexes } from "../tables.ts";
import { isCompleted, type Task } from "../task.ts";
import { type LaneRow } from "./lane-rows.ts";

interface Asked {
  /** The front of the labourer's whole queue: for lanes that begin in it, nothing more is read. */
  readonly front: readonly Task[];
  /** Tasks known otherwise, which the index may not show yet. */
  readonly told: readonly Task[];
  readonly skip: ReadonlySet<string>;
  readonly borders: Borders;
}

/** The tasks whose turn it is, one for each entry of `turns`, where the index shows one. */
export async function tasksOfTurns(
  turns: readonly LaneRow[],
  asked: Asked,
  store: Store,
): Promise<Task[]> {
  const counts = new Map<string, number>();
  for (const lane of turns) counts.set(laneName(lane), (counts.get(laneName(lane)) ?? 0) + 1);
  const left = [...counts];
  const queues = new Map<string, Task[]>();
  const work = async () => {
    for (let next = left.shift(); next; next = left.shift()) {
      const [lane, count] = next;
      queues.set(lane, await frontOfLane(lane, count, asked, store));
    }
  };
  await Promise.all(Array.from({ length: 20 }, work));
  return turns.flatMap((lane) => queues.get(laneName(lane))?.shift() ?? []);
}

async function frontOfLane(
  lane: string,
  count: number,
  { front, told, skip, borders }: Asked,
  store: Store,
): Promise<Task[]> {
  const isWanted = (task: Task) =>
    task.lane === lane && !skip.has(task.task_id) && !isCompleted(task);
  const known = new Map(front.filter(isWanted).map((task) => [task.task_id, task]));
  if (known.size < count)
    for (const task of await readLane(lane, { count, skip, borders }, store))
      known.set(task.task_id, task);
  for (const task of told.filter(isWanted)) known.set(task.task_id, task);
  return [...known.values()].toSorted((a, b) => a.greenfield - b.greenfield).slice(0, count);
}

async function readLane(
  lane: string,
  { count, skip, borders }: { count: number; skip: ReadonlySet<string>; borders: Borders },
  store: Store,
): Promise<Task[]> {
  const range = {
    table: "tasks",
    index: indexes.lanes,
    where: {
      expression: "#lane = :lane AND #greenfield < :start",
      values: { ":lane": lane, ":start": borders.start },
    },
    limit: count + skip.size,
  } as const;
  const tasks: Task[] = [];
  for await (const row of rowsOf(range, store)) {
    const task = row as Task;
    if (!skip.has(task.task_id) && !isCompleted(task)) tasks.push(task);
    if (tasks.length === count) break;
  }
  return tasks;
}
