import { flowKey, laneName, noKey } from "../lanes.ts";
import { flowKeyOf, type Labourer } from "../labourer.ts";
import { laneWrites } from "../moves/move.ts";
import { packMarks } from "../orchestrator/pack.ts";
import { type Borders } from "../states.ts";
import { rowsOf } from "../store/read.ts";
import { transactGroups, type Group } from "../store/transact-groups.ts";
import { type Store } from "../store/store.ts";
import { type Row } from "../store/write.ts";
import { indexes } from "../tables.ts";
import { payloadOf, type Task } from "../task.ts";

/** Rows that one run looks through, of those that may hide another program's tasks between ours. */
const sweepRows = 500;
/** Tasks that one run adopts from the end of the queue. */
const mostNew = 1_000;

/**
 * Gives tasks of another program (Python's) their lanes, once: those at the end of the queue, down
 * to the first that has one, and on the clock's runs those in the next stretch of a walk around
 * the whole queue. Returns where the walk goes on.
 */
export async function adoptTasks(
  labourer: Labourer,
  borders: Borders,
  { after, sweeps }: { readonly after: Row | undefined; readonly sweeps: boolean },
  store: Store,
): Promise<{ readonly adopted: number; readonly after: Row | undefined }> {
  const newest = await newestWithoutLane(labourer, borders, store);
  const stretch = sweeps ? await stretchAfter(labourer, borders, after, store) : [];
  const found = new Map(
    [...newest, ...stretch].filter((task) => !task.lane).map((task) => [task.task_id, task]),
  );
  const adopted = await adoptAll([...found.values()], labourer, borders, store);
  const last = stretch.length === sweepRows ? stretch.at(-1) : undefined;
  return { adopted, after: sweeps ? last && placeOf(last) : after };
}

const placeOf = ({ task_id, labourer_id, greenfield }: Task): Row => ({
  task_id,
  labourer_id,
  greenfield,
});

const queueOf = ({ id }: Labourer, { start }: Borders) => ({
  table: "tasks" as const,
  index: indexes.greenfield,
  where: {
    expression: "#labourer_id = :labourer AND #greenfield < :start",
    values: { ":labourer": id, ":start": start },
  },
});

async function newestWithoutLane(labourer: Labourer, borders: Borders, store: Store) {
  const queue = { ...queueOf(labourer, borders), descending: true };
  const found: Task[] = [];
  for await (const row of rowsOf({ ...queue, limit: 1 }, store)) found.push(row as Task);
  if (found.length === 0 || found[0]?.lane) return [];
  found.length = 0;
  for await (const row of rowsOf({ ...queue, limit: mostNew }, store)) {
    const task = row as Task;
    if (task.lane) break;
    found.push(task);
  }
  return found;
}

async function stretchAfter(
  labourer: Labourer,
  borders: Borders,
  after: Row | undefined,
  store: Store,
): Promise<Task[]> {
  const queue = { ...queueOf(labourer, borders), limit: sweepRows, ...(after && { after }) };
  const found: Task[] = [];
  for await (const row of rowsOf(queue, store)) found.push(row as Task);
  return found;
}

interface Adoption extends Group {
  readonly lane: string;
}

async function adoptAll(
  tasks: readonly Task[],
  labourer: Labourer,
  borders: Borders,
  store: Store,
): Promise<number> {
  let adopted = 0;
  const laneOf = (task: Task) => laneOfTask(task, labourer);
  for (const pack of packMarks(tasks, {}, (task) => [laneOf(task).lane])) {
    const groups = pack.map((task) => adoption(task, laneOf(task), borders));
    const shared = (some: readonly Adoption[]) =>
      laneWrites(
        some.map(({ lane }) => ({ lanes: [{ lane, by: 1 }] })),
        store.now(),
      );
    const sharedMost = shared(groups).length;
    const { done } = await transactGroups({ groups, shared, sharedMost }, store);
    adopted += done.length;
  }
  return adopted;
}

function laneOfTask(task: Task, { id, flow }: Labourer) {
  const path = flowKeyOf(flow);
  const key = path === undefined ? noKey : flowKey(path, payloadOf(task));
  const priority = flow?.priority ? (task.priority ?? 0) : 0;
  return { key, lane: laneName({ labourerId: id, priority, key }) };
}

const adoption = (
  { task_id }: Task,
  { lane, key }: { readonly lane: string; readonly key: string },
  { start }: Borders,
): Adoption => ({
  lane,
  writes: [
    {
      update: "tasks",
      key: { task_id },
      change: { set: { lane, flow_key: key } },
      condition: {
        expression: "attribute_not_exists(#lane) AND #greenfield < :start",
        values: { ":start": start },
      },
    },
  ],
});
