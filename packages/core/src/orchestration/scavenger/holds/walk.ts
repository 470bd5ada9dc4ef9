import { type Labourer } from "../../labourer.ts";
import { moveAll } from "../../moves/move.ts";
import { type Ending } from "../../operations/ending.ts";
import { cancelMove } from "../../operations/task-moves.ts";
import { bordersOf } from "../../states.ts";
import { getRows, pagesOf, type Range } from "../../store/read.ts";
import { type Row } from "../../store/write.ts";
import { indexes, type Key, keyOf } from "../../tables.ts";
import { isCancelled, isCompleted, type Task } from "../../task.ts";
import { hasTime, type Scavenging } from "../scavenging.ts";

export interface Walked {
  readonly found: number;
  readonly cancelled: number;
  /** The time was over: from there the next run goes on. */
  readonly goesOn?: Pick<Ending, "stage" | "after" | "found">;
}

/**
 * Looks through all of a labourer's tasks for those of a cancelled job, and cancels them. In the
 * order in which tasks move on: those started, those that wait for a retry, the queue. As none of
 * them is started any more, one that is missed in the one place is found in the next.
 */
export async function walk(
  ending: Ending,
  labourer: Labourer,
  scavenging: Scavenging,
): Promise<Walked> {
  const { store } = scavenging;
  const stages = stagesOf(labourer, store.now());
  let { found } = ending;
  let cancelled = 0;
  for (let { stage } = ending; stage < stages.length; stage++) {
    const [range, keys] = stages[stage] ?? [];
    if (!range || !keys) break;
    let after = stage === ending.stage ? ending.after : undefined;
    for await (const page of pagesOf({ ...range, after }, store)) {
      const own = page.filter((row) => isOpen(row as Task, ending));
      const answer = await cancelAll(own, range, ending, scavenging);
      found += answer.found;
      cancelled += answer.cancelled;
      const last = page.at(-1);
      if (!last) continue;
      after = pick(last, keys);
      if (!hasTime(scavenging)) return { found, cancelled, goesOn: { stage, after, found } };
    }
    const isMore = stage + 1 < stages.length;
    if (isMore && !hasTime(scavenging))
      return { found, cancelled, goesOn: { stage: stage + 1, after: undefined, found } };
  }
  return { found, cancelled };
}

const placesIn = {
  tasks: ["task_id", "labourer_id", "greenfield"],
  retry: ["task_id", "labourer_id", "desired_launch_time"],
} as const;

/** Nothing is filtered on the way: a page's last row tells where it ended. */
function stagesOf(
  { id, duration, cooldown }: Labourer,
  now: number,
): readonly (readonly [Range, readonly string[]])[] {
  const { start } = bordersOf({ duration, cooldown }, now);
  const of = (table: "tasks" | "retry", where: string) =>
    [
      {
        table,
        index: table === "tasks" ? indexes.greenfield : indexes.launch,
        where: {
          expression: `#labourer_id = :labourer${where && ` AND ${where}`}`,
          values: { ":labourer": id, ...(where && { ":start": start }) },
        },
        only: [...placesIn[table], "job_id", "completed_at", "cancelled_at"],
        ...(table === "retry" && { consistent: true }),
      },
      placesIn[table],
    ] as const;
  return [
    of("tasks", "#greenfield > :start"),
    of("retry", ""),
    of("tasks", "#greenfield <= :start"),
  ];
}

const isOpen = (task: Task, { job_id: job }: Ending) =>
  task.job_id === job && !isCompleted(task) && !isCancelled(task);

const pick = (row: Row, names: readonly string[]) =>
  Object.fromEntries(names.map((name) => [name, row[name]])) as Key;

/** What an index shows may be an older row: one that has moved on counts as found. */
async function cancelAll(
  shown: readonly Row[],
  { table }: Range,
  ending: Ending,
  { store }: Scavenging,
) {
  if (shown.length === 0) return { found: 0, cancelled: 0 };
  const keys = shown.map((row) => keyOf(table, row));
  const rows = (await getRows(table, keys, store)) as Task[];
  const moves = rows.flatMap((row) => cancelMove(row, ending, store) ?? []);
  const { done } = await moveAll(moves, store);
  const settled = rows.filter((row) => isCancelled(row) || isCompleted(row)).length;
  return { found: shown.length - settled, cancelled: done.length };
}
