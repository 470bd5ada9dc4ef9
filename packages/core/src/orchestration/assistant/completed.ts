import type * as z from "zod/mini";
import { metaOf } from "../meta.ts";
import { laneWrites, moveAll } from "../moves/move.ts";
import { changeWith } from "./history.ts";
import { isQueued, laneLeft, placeOf, unchanged } from "../moves/row.ts";
import { toClosed } from "../moves/to-closed.ts";
import { TransactionBusyError } from "../errors.ts";
import { transact } from "../store/transact.ts";
import { type Update } from "../store/write.ts";
import { isCompleted, type Task } from "../task.ts";
import { beside, invokedNow, nextHop, type Assistant } from "./assistant.ts";
import { findTask, ownTask } from "./find.ts";
import { named, withOutcome } from "./outcome.ts";
import { type CompletedRequest, type OutcomeAnswer } from "./protocol.ts";

type Completed = z.output<typeof CompletedRequest>;
type Fields = Readonly<Record<string, unknown>>;

const tries = 10;

/**
 * Keeps a task's outcome. The first completion of any attempt wins, though the task has expired,
 * waits in the queue or the retry table by now; a second one, and one of a closed task, changes
 * nothing. A cancelled task stays cancelled.
 */
export const markCompleted = (request: Completed, assistant: Assistant): Promise<OutcomeAnswer> =>
  withOutcome(request, assistant, async (fields) => {
    const started = await ofStarted(request, assistant);
    if (!started || !(await completeStarted(started, fields, assistant)))
      return completeLate(request, fields, assistant);
    await tellSlot(started, assistant);
    return { changed: true };
  });

/** Whose task it is. Python's workers don't say, so that its row must. */
async function ofStarted(request: Completed, assistant: Assistant): Promise<Started | undefined> {
  const { task_id, labourer_id, poke_hops } = request;
  if (labourer_id !== undefined) return { task_id, labourer_id, poke_hops };
  const task = await findTask(request, assistant);
  return placeOf(task) === "tasks" ? task : undefined;
}

type Started = Pick<Task, "task_id" | "labourer_id"> & {
  readonly poke_hops?: number | undefined;
};

/** With its history: one request. */
async function completeStarted(task: Started, fields: Fields, assistant: Assistant) {
  const { store } = assistant;
  const { set, fields: names } = named(fields);
  const now = completedAt(assistant);
  const update: Update = {
    update: "tasks",
    key: { task_id: task.task_id },
    change: { set: { ...set, completed_at: now } },
    condition: {
      expression:
        "#greenfield > :now AND attribute_not_exists(#completed_at) AND #labourer_id = :labourer",
      values: { ":now": now, ":labourer": task.labourer_id },
    },
  };
  const calling = { ...store, fields: { ...store.fields, ...names } };
  const history = metaOf(task, "marked_as_completed", store);
  return (await changeWith(update, history, calling)).done;
}

/** The task isn't running any more. It may be moved meanwhile, so it is looked for again. */
async function completeLate(request: Completed, fields: Fields, assistant: Assistant) {
  for (let attempt = 1; attempt <= tries; attempt++) {
    const task = ownTask(await findTask(request, assistant), request);
    if (isCompleted(task) || placeOf(task) === "closed") return { changed: false };
    const changed =
      placeOf(task) === "retry"
        ? await closeWaiting(task, fields, assistant)
        : await completeInPlace(task, fields, assistant);
    if (changed) return { changed: true };
  }
  throw new TransactionBusyError(tries, "the task was moved each time");
}

async function closeWaiting(task: Task, fields: Fields, assistant: Assistant): Promise<boolean> {
  const { store } = assistant;
  const set = { ...fields, completed_at: completedAt(assistant) };
  const closed = toClosed(task, { status: 1, action: "marked_as_completed", set }, store);
  return (await moveAll([closed], store)).done.length > 0;
}

/** A queued one leaves the queue: its greenfield goes to where the completed ones wait. */
async function completeInPlace(task: Task, fields: Fields, assistant: Assistant) {
  const { store } = assistant;
  const { set, fields: names } = named(fields);
  const queued = isQueued(task, store);
  const update: Update = {
    update: "tasks",
    key: { task_id: task.task_id },
    change: {
      set: {
        ...set,
        completed_at: completedAt(assistant),
        ...(queued && { greenfield: invokedNow(assistant) }),
      },
    },
    condition: unchanged(task),
  };
  const lanes = laneWrites([{ lanes: laneLeft(task, store) }], store.now());
  const history = metaOf(task, "marked_as_completed", store);
  const calling = { ...store, fields: { ...store.fields, ...names } };
  const { done } = await transact([update, ...lanes, ...history], calling);
  if (done && !queued) await tellSlot(task, assistant);
  return done;
}

const tellSlot = ({ task_id, labourer_id, ...task }: Started, assistant: Assistant) =>
  beside(
    "poke of the orchestrator",
    () => assistant.poke({ labourer_id, freed: [task_id], hops: nextHop(task) }),
    assistant,
  );

const completedAt = ({ store }: Assistant) => Math.floor(store.now() / 1_000);
