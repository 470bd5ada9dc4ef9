import { type Labourer } from "../labourer.ts";
import { frontPlaces } from "../moves/front.ts";
import { moveAll } from "../moves/move.ts";
import { toClosed } from "../moves/to-closed.ts";
import { toQueue } from "../moves/to-queue.ts";
import { bordersOf } from "../states.ts";
import { pagesOf } from "../store/read.ts";
import { indexes } from "../tables.ts";
import { type Task } from "../task.ts";
import { hasTime, type Scavenging, type ScavengerReport } from "./scavenging.ts";

/**
 * Returns tasks whose time to be tried (again) has come to the front of the queue, those that
 * waited longest first. The ids of those that are back.
 */
export async function requeueDue(
  labourer: Labourer,
  report: ScavengerReport,
  scavenging: Scavenging,
): Promise<string[]> {
  const { store } = scavenging;
  const { start } = bordersOf(labourer, store.now());
  const range = {
    table: "retry",
    index: indexes.launch,
    where: {
      expression: "#labourer_id = :labourer AND #desired_launch_time <= :start",
      values: { ":labourer": labourer.id, ":start": start },
    },
    consistent: true,
  } as const;
  const back: string[] = [];
  for await (const page of pagesOf(range, store)) {
    if (page.length === 0) continue;
    const places = await frontPlaces(labourer.id, page.length, store);
    const moves = movesBack(page as Task[], places, scavenging);
    const { done, left } = await moveAll(moves, store, { goOn: () => hasTime(scavenging) });
    back.push(...done.filter(({ late }) => !late).map(({ task }) => task.task_id));
    report.late += done.filter(({ late }) => late).length;
    report.unfinished ||= left.length > 0;
    if (report.unfinished) break;
  }
  report.requeued += back.length;
  return back;
}

function movesBack(tasks: readonly Task[], places: readonly number[], { store }: Scavenging) {
  return tasks.map((task, index) =>
    isLate(task, store.now())
      ? { late: true, ...lateMove(task, store) }
      : {
          late: false,
          ...toQueue(task, places[index] ?? 0, { action: "ready_for_retry" }, store),
        },
  );
}

/** Whether its deadline is over though it was never started. `now` in ms. */
export const isLate = ({ deadline, attempts }: Task, now: number) =>
  deadline !== undefined && attempts === 0 && deadline * 1_000 <= now;

/** Closes a task that has missed its deadline, with a message. */
export const lateMove = (task: Task, store: Scavenging["store"]) => {
  const failure = `deadline: not started by ${new Date((task.deadline ?? 0) * 1_000).toISOString()}`;
  const closing = { status: 0, action: "expired", message: "deadline", set: { failure } } as const;
  return toClosed(task, closing, store);
};
