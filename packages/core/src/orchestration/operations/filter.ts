import { type Labourer } from "../labourer.ts";
import { rangeOf, type LookState } from "../look/ranges.ts";
import { bordersOf } from "../states.ts";
import { getRows, pagesOf } from "../store/read.ts";
import { type Task } from "../task.ts";
import { labourerOf, type Operating } from "./operating.ts";

/** Which tasks. Times in seconds since 1970. */
export interface TaskFilter {
  /** Without it, all labourers'. */
  readonly labourer?: string | undefined;
  readonly job?: string | undefined;
  readonly state?: LookState | undefined;
  /** What the text of the last failure contains, large and small letters alike. */
  readonly error?: string | undefined;
  /** Created at or after, and before. */
  readonly since?: number | undefined;
  readonly until?: number | undefined;
}

/** A page of tasks that were read; `tasks` are those that match. */
export interface Matching {
  readonly labourer: Labourer;
  readonly read: number;
  readonly tasks: readonly Task[];
}

/**
 * The tasks of some states that a filter chooses, page by page. All tasks of those states are read:
 * no index knows of jobs and errors. Throws `UnknownLabourerError`.
 */
export async function* matching(
  filter: TaskFilter,
  states: readonly LookState[],
  operating: Operating,
): AsyncGenerator<Matching> {
  const { store, labourers } = operating;
  const chosen =
    filter.labourer === undefined ? labourers : [labourerOf(filter.labourer, operating)];
  for (const labourer of chosen) {
    for (const state of states) {
      const range = rangeOf(state, labourer.id, bordersOf(labourer, store.now()));
      for await (const page of pagesOf(range, store)) {
        const rows = range.table === "closed" ? await whole(page as Task[], operating) : page;
        const tasks = (rows as Task[]).filter((task) => isMatch(task, filter));
        yield { labourer, read: page.length, tasks };
      }
    }
  }
}

/** Pure. */
export function isMatch(task: Task, { job, error, since, until }: TaskFilter): boolean {
  const failure = (task.failure ?? "").toLowerCase();
  return (
    (job === undefined || task.job_id === job) &&
    (error === undefined || failure.includes(error.toLowerCase())) &&
    (since === undefined || task.created_at >= since) &&
    (until === undefined || task.created_at < until)
  );
}

/** The index of closed tasks has a few of their attributes only. */
const whole = (page: readonly Task[], { store }: Operating) =>
  getRows(
    "closed",
    page.map(({ task_id }) => ({ task_id })),
    store,
  );
