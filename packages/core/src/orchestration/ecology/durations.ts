import { invocationDelta } from "../greenfield.ts";
import { type Durations } from "../orchestrator/state-row.ts";
import { rowsOf } from "../store/read.ts";
import { type Store } from "../store/store.ts";
import { indexes } from "../tables.ts";
import { closedStatus, type Task } from "../task.ts";

/** Closed tasks that are looked at. Seed: max_closed_to_analyse_for_duration. */
const looked = 10;

/**
 * How long the last closed tasks of a labourer took, in seconds. Of those that died nobody knows:
 * each attempt counts as the function's time-out, and that is the answer where there are none.
 */
export async function readDurations(
  labourerId: string,
  timeOut: number,
  store: Store,
): Promise<Durations> {
  const [completed, dead] = await Promise.all([
    lastClosed(labourerId, 1, store),
    lastClosed(labourerId, 0, store),
  ]);
  const last = [...completed, ...dead]
    .toSorted((a, b) => (b.closed_at ?? 0) - (a.closed_at ?? 0))
    .slice(0, looked);
  return { ...durationsOf(last, timeOut), time_out: timeOut, at: store.now() };
}

/** Average and longest of closed tasks, in seconds; `timeOut` where there are none. Pure. */
export function durationsOf(
  closed: readonly Pick<Task, "completed_at" | "greenfield" | "attempts">[],
  timeOut: number,
): Pick<Durations, "average" | "max"> {
  const durations = closed.flatMap(({ completed_at: completed, greenfield, attempts }) => {
    if (completed === undefined) return Array.from({ length: attempts }, () => timeOut);
    return [Math.max(0, completed - (greenfield - invocationDelta))];
  });
  if (durations.length === 0) return { average: timeOut, max: timeOut };
  const sum = durations.reduce((total, duration) => total + duration, 0);
  return { average: Math.round(sum / durations.length), max: Math.max(...durations) };
}

async function lastClosed(labourerId: string, status: 0 | 1, store: Store): Promise<Task[]> {
  const range = {
    table: "closed",
    index: indexes.closed,
    where: {
      expression: "#labourer_id_task_status = :status",
      values: { ":status": closedStatus(labourerId, status) },
    },
    descending: true,
    limit: looked,
  } as const;
  const tasks: Task[] = [];
  for await (const row of rowsOf(range, store)) tasks.push(row as Task);
  return tasks;
}
