import { type Labourer } from "../labourer.ts";
import { rangeOf, type LookState } from "../look/ranges.ts";
import { invocationDelta } from "../greenfield.ts";
import { bordersOf } from "../states.ts";
import { getRows, pagesOf, type Range } from "../store/read.ts";
import { keyOf } from "../tables.ts";
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

/** Rows that are fetched at once where an index shows only a part of them: 40 MB at most. */
const atOnce = 100;

/**
 * The tasks of some states that a filter chooses, a page (1 MB) or 100 rows at a time. All tasks of
 * those states are read, as no index knows of jobs and errors; but of those that were started or
 * closed, only the ones since `since`. Throws `UnknownLabourerError`.
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
      const borders = bordersOf(labourer, store.now());
      const range = sinceThen(rangeOf(state, labourer.id, borders), state, labourer, filter);
      for await (const rows of rowsIn(range, operating)) {
        const tasks = rows.filter((task) => isMatch(task, filter));
        yield { labourer, read: rows.length, tasks };
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

/** The index of closed tasks has a few of their attributes only: the rows are fetched by their ids. */
async function* rowsIn(range: Range, { store }: Operating): AsyncGenerator<Task[]> {
  for await (const page of pagesOf(range, store)) {
    if (range.table !== "closed") yield page as Task[];
    else
      for (let from = 0; from < page.length; from += atOnce) {
        const keys = page.slice(from, from + atOnce).map((row) => keyOf("closed", row));
        yield (await getRows("closed", keys, store)) as Task[];
      }
  }
}

/** Seconds that clocks may differ by. */
const skew = 300;

/** Nothing is started or closed before it was created: where the index knows when, it begins there. Pure. */
export function sinceThen(
  range: Range,
  state: LookState,
  { duration, cooldown }: Labourer,
  { since }: TaskFilter,
): Range {
  if (since === undefined) return range;
  const then = since - skew;
  const started = then + invocationDelta;
  // A reported failure sets the greenfield back by a whole slot.
  const first = {
    running: { ":expired": started },
    expired: { ":start": started - duration - cooldown },
    completed: { ":start": started - duration - cooldown },
    done: { ":since": then },
    dead: { ":since": then },
  }[state as string];
  if (!first) return range;
  const { values = {}, expression } = range.where;
  const later = Object.entries(first).map(([name, value]): [string, number] => [
    name,
    Math.max(value, Number(values[name])),
  ]);
  return { ...range, where: { expression, values: { ...values, ...Object.fromEntries(later) } } };
}
