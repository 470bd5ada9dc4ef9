import { metaOf } from "../meta.ts";
import { stateOf, type Borders } from "../states.ts";
import { getRows } from "../store/read.ts";
import { transactGroups, type Group } from "../store/transact-groups.ts";
import { type Row, type Update, type Write } from "../store/write.ts";
import { type Task } from "../task.ts";
import { stateUpdate, type Lease } from "./lease.ts";
import { type LabourerState, type RecentMark, stateOfRow } from "./state-row.ts";
import { type Yard } from "./yard.ts";

/** A task as it is once marked. */
export interface Marked {
  readonly task: Task & { readonly mark: string };
  /** Its place in the queue before. */
  readonly place: number;
}
export interface MarkOutcome {
  readonly marked: readonly Marked[];
  /** Somebody else was faster, or it isn't there any more; with the rows as they stand. */
  readonly refused: readonly { readonly task: Task; readonly row: Row | undefined }[];
  /**
   * Why no more may be marked by this round: the lease is lost or the labourer paused, jobs were
   * paused, cancelled or resumed since it began (`state`), or nobody answered.
   */
  readonly stopped?:
    | "lost"
    | "paused"
    | { readonly state: LabourerState }
    | { readonly error: unknown };
}
export interface MarkRequest {
  readonly lease: Lease;
  readonly borders: Borders;
  /** As the round read it. */
  readonly state: Pick<LabourerState, "turn" | "recent" | "holds">;
  /** Pokes in a row that led to these starts; the tasks carry them on. */
  readonly hops: number;
  /** Few enough for one transaction. */
  readonly tasks: readonly Task[];
  /** What else changes with the start of these: counters of lanes, buckets of keys. */
  readonly beside: (tasks: readonly Task[]) => readonly Write[];
  /** What else the labourer's row is to hold: its own bucket. */
  readonly also: (tasks: readonly Task[]) => Row;
}

type Marking = Pick<MarkRequest, "borders" | "hops">;

/** The mark that `task` gets: an attempt more, and invoked now. */
export function markUpdate(task: Task, { borders, hops }: Marking, mark: string): Update {
  const attempts = "attempts" in task;
  return {
    update: "tasks",
    key: { task_id: task.task_id },
    change: { set: { greenfield: borders.invoked, mark, poke_hops: hops }, add: { attempts: 1 } },
    condition: {
      // The attempts, for a row that an index shows may be an older one.
      expression: `#greenfield < :start AND attribute_not_exists(#completed_at) AND attribute_not_exists(#cancelled_at) AND ${
        attempts ? "#attempts = :before" : "attribute_not_exists(#attempts)"
      }`,
      values: { ":start": borders.start, ...(attempts && { ":before": task.attempts }) },
    },
  };
}

/**
 * Marks tasks as invoked, in one transaction with the labourer's row: only while the lease is
 * held, the labourer isn't paused and its held jobs are those that were read, or none. Those refused are left out, the others sent again.
 * When nobody answers, a consistent read tells which are marked all the same.
 */
export async function markTasks(request: MarkRequest, yard: Yard): Promise<MarkOutcome> {
  const { lease, state, tasks, beside, also } = request;
  const { store } = yard;
  const mark = store.newToken();
  const groups = tasks.map((task) => markGroup(task, request, mark, yard));
  const shared = (some: readonly MarkGroup[]): Write[] => {
    const own = some.map(({ task }) => task);
    const marks = [...state.recent, ...own.map((task) => recentOf(markedOf(task, request, mark)))];
    return [stateUpdate(lease, state, { ...also(own), recent: marks }), ...beside(own)];
  };
  const sharedMost = shared(groups).length;
  try {
    const { done, refused, stopped } = await transactGroups({ groups, shared, sharedMost }, store);
    return {
      marked: done.map(({ task }) => markedOf(task, request, mark)),
      refused: refused.map(({ group, rows }) => ({ task: group.task, row: rows[0] })),
      ...(stopped && { stopped: whyStopped(stopped[0]?.row, request) }),
    };
  } catch (error) {
    const rows = await markedRows(tasks, request.borders, mark, yard);
    const marked = tasks.filter(({ task_id }) => rows.has(task_id));
    return {
      marked: marked.map((task) => markedOf(task, request, mark)),
      refused: [],
      stopped: { error },
    };
  }
}

function whyStopped(row: Row | undefined, { lease, state }: MarkRequest): MarkOutcome["stopped"] {
  if (row?.["holder"] !== lease.token) return "lost";
  if (row["paused"] !== undefined) return "paused";
  const now = stateOfRow(row);
  return now.holds === state.holds ? "lost" : { state: now };
}

export const recentOf = ({ task: { task_id, greenfield, attempts } }: Marked): RecentMark => ({
  task_id,
  greenfield,
  attempt: attempts,
});

/** A refused task as it now stands, if it still waits: the index showed an older row. */
export function stillQueued(row: Row | undefined, borders: Borders): Task | undefined {
  const task = row as Task | undefined;
  return task && stateOf(task, borders) === "queued" ? task : undefined;
}

interface MarkGroup extends Group {
  readonly task: Task;
}

const markGroup = (task: Task, marking: Marking, mark: string, { store }: Yard): MarkGroup => ({
  task,
  writes: [markUpdate(task, marking, mark), ...metaOf(task, "invoked", store)],
});

function markedOf(task: Task, { borders, hops }: Marking, mark: string): Marked {
  const attempts = (task.attempts ?? 0) + 1;
  const marked = { ...task, greenfield: borders.invoked, attempts, mark, poke_hops: hops };
  return { task: marked, place: task.greenfield };
}

async function markedRows(tasks: readonly Task[], borders: Borders, mark: string, { store }: Yard) {
  const keys = tasks.map(({ task_id }) => ({ task_id }));
  const rows = (await getRows("tasks", keys, store)) as Task[];
  const running = rows.filter((row) => row.mark === mark && stateOf(row, borders) === "running");
  return new Set(running.map(({ task_id }) => task_id));
}
