import { TaskNotFoundError, UnknownLabourerError } from "../errors.ts";
import { type Labourer } from "../labourer.ts";
import { bordersOf, stateOf, type TaskState } from "../states.ts";
import { getRow } from "../store/read.ts";
import { type Task } from "../task.ts";
import { type Hold } from "./plan.ts";
import { type LabourerReport } from "./report.ts";
import { runLabourer } from "./run.ts";
import { yardOf, type Yard } from "./yard.ts";

export interface InvokeTaskRequest {
  readonly taskId: string;
  readonly labourers: readonly Labourer[];
  /** Starts it though limits, rates and health would not; a pause and a lease still hold. */
  readonly beyondLimits?: boolean;
  /** Ms to wait for another run to let go of the lease. */
  readonly patienceMs?: number;
}
export interface InvokeTaskAnswer {
  readonly started: boolean;
  /** What it was when its row was read; only a queued task is started. */
  readonly state: TaskState;
  readonly hold?: Hold | undefined;
  readonly report?: LabourerReport;
}

/**
 * Starts one task by its id, out of its turn, after reading its row: marked under the lease as any
 * other, so that it starts once. Throws `TaskNotFoundError`, also where it waits for a retry, and
 * `UnknownLabourerError`. Seed: TaskManager.invoke_task.
 */
export async function invokeTask(
  { taskId, labourers, beyondLimits = false, patienceMs = 10_000 }: InvokeTaskRequest,
  settings: Partial<Yard> = {},
): Promise<InvokeTaskAnswer> {
  const yard = yardOf(settings);
  const { store } = yard;
  const task = (await getRow("tasks", { task_id: taskId }, store)) as Task | undefined;
  if (!task) throw new TaskNotFoundError(taskId);
  const labourer = labourers.find(({ id }) => id === task.labourer_id);
  if (!labourer) {
    const registered = labourers.map(({ id }) => id);
    throw new UnknownLabourerError(task.labourer_id, registered);
  }
  const state = stateOf(task, bordersOf(labourer, store.now()));
  if (state !== "queued") return { started: false, state };
  const only = { task_id: taskId, beyondLimits };
  const until = store.now() + patienceMs;
  for (;;) {
    const report = await runLabourer({ labourer, only }, yard);
    const isHeld = report.outcome === "held";
    if (!isHeld || store.now() >= until) {
      const started = report.started.includes(taskId) || report.unanswered.includes(taskId);
      return { started, state, hold: report.hold, report };
    }
    await store.sleep(250);
  }
}
