import { InvalidInputError } from "../../errors.ts";
import { type LookState } from "../look/ranges.ts";
import { moveAll, type Move } from "../moves/move.ts";
import { transact } from "../store/transact.ts";
import { updateIf } from "../store/update.ts";
import { type Task } from "../task.ts";
import { auditKey, auditPut } from "./audit.ts";
import { type Matching, matching, type TaskFilter } from "./filter.ts";
import { frontPlaces } from "../moves/front.ts";
import { tell, type Operating, type Operator } from "./operating.ts";
import { operateTask } from "./task.ts";
import { cancelMove, resumeMove, retryMove } from "./task-moves.ts";

/** `retry`: those that wait for it, now; `redrive`: the dead; `resume`: those set aside. */
export type BulkAction = "retry" | "redrive" | "cancel" | "resume";
export interface BulkRequest {
  readonly action: BulkAction;
  readonly filter: TaskFilter;
}
export interface BulkProgress {
  /** Tasks looked at, tasks that the filter chose, and tasks changed. */
  readonly read: number;
  readonly chosen: number;
  readonly changed: number;
  /** Those that could not be, and why. The first hundred. */
  readonly failed: readonly { readonly id: string; readonly why: string }[];
  /** The time was over: the same request goes on. */
  readonly unfinished: boolean;
}
export interface BulkPreview {
  readonly count: number;
  /** There are at least so many. */
  readonly isMore: boolean;
  readonly first: readonly Task[];
}

const statesFor: Readonly<Record<BulkAction, readonly LookState[]>> = {
  retry: ["retrying"],
  redrive: ["dead"],
  cancel: ["queued", "retrying", "held", "running", "expired"],
  resume: ["held"],
};
const mostCounted = 1_000;
/** Tasks that a preview looks at: of closed ones, a request for each hundred. */
const mostLookedAt = 20_000;
const mostFailures = 100;

/**
 * What a request would change: a count, to a thousand, and the first tasks. Nothing is written. It
 * looks at `mostRead` tasks; `isMore` says that there may be others.
 */
export async function previewBulk(
  { action, filter }: BulkRequest,
  operating: Operating,
  { most = 10, mostRead = mostLookedAt } = {},
): Promise<BulkPreview> {
  const first: Task[] = [];
  let [count, read] = [0, 0];
  for await (const page of matching(filter, statesOf(action, filter), operating)) {
    const tasks = page.tasks.filter((task) => isOpen(task));
    first.push(...tasks.slice(0, most - first.length));
    count += tasks.length;
    read += page.read;
    if (count > mostCounted || read >= mostRead)
      return { count: Math.min(count, mostCounted), isMore: true, first };
  }
  return { count, isMore: false, first };
}

/**
 * Does it, page by page, and tells of its progress after each; who did it, and why, is kept. May
 * be broken off and begun again at any point. Throws `UnknownLabourerError`, and
 * `InvalidInputError` for a state that the action isn't for.
 */
export async function* runBulk(
  { action, filter }: BulkRequest,
  who: Operator,
  operating: Operating,
  { endsAt = Infinity }: { readonly endsAt?: number } = {},
): AsyncGenerator<BulkProgress> {
  const { store } = operating;
  const states = statesOf(action, filter);
  const key = auditKey(store);
  const record = { action: `bulk_${action}`, filter: JSON.stringify(filter) };
  await transact([auditPut(who, record, store, key)], store);
  const failed: { id: string; why: string }[] = [];
  let progress: BulkProgress = { read: 0, chosen: 0, changed: 0, failed, unfinished: false };
  for await (const page of matching(filter, states, operating)) {
    if (store.now() >= endsAt) {
      yield { ...progress, unfinished: true };
      break;
    }
    const answer = await changePage(action, page, who, operating);
    failed.push(...answer.failed.slice(0, mostFailures - failed.length));
    progress = {
      ...progress,
      read: progress.read + page.read,
      chosen: progress.chosen + page.tasks.length,
      changed: progress.changed + answer.changed,
    };
    const counts = { changed: progress.changed, chosen: progress.chosen };
    await updateIf({ update: "flow", key, change: { set: counts } }, store);
    if (answer.changed > 0 && action !== "cancel")
      await tell({ labourer_id: page.labourer.id }, operating);
    yield progress;
  }
}

/** All of it at once: how it ended. */
export async function bulk(
  request: BulkRequest,
  who: Operator,
  operating: Operating,
  options: { readonly endsAt?: number } = {},
): Promise<BulkProgress> {
  let last: BulkProgress = { read: 0, chosen: 0, changed: 0, failed: [], unfinished: false };
  for await (const progress of runBulk(request, who, operating, options)) last = progress;
  return last;
}

async function changePage(
  action: BulkAction,
  { labourer, tasks }: Matching,
  who: Operator,
  operating: Operating,
) {
  const { store } = operating;
  const mine = tasks.filter((task) => isOpen(task));
  const places = mine.length > 0 ? await frontPlaces(labourer.id, mine.length, store) : [];
  const moves = mine.flatMap((task, index) => moveOf(action, task, places[index] ?? 0, who, store));
  const { done, refused } = await moveAll(moves, store);
  // The index was behind, or somebody was faster: one by one, as they now stand.
  const failed: { id: string; why: string }[] = [];
  let changed = done.length;
  for (const { group } of refused) {
    const id = group.task.task_id;
    try {
      const again = await operateTask(id, single[action], who, operating);
      if (again.changed) changed += 1;
    } catch (error) {
      failed.push({ id, why: error instanceof Error ? error.message : String(error) });
    }
  }
  return { changed, failed };
}

const single = { retry: "retry", redrive: "retry", cancel: "cancel", resume: "resume" } as const;

function moveOf(
  action: BulkAction,
  task: Task,
  place: number,
  who: Operator,
  store: Operating["store"],
): Move[] {
  if (action === "cancel") return list(cancelMove(task, who, store));
  if (action === "resume") return list(resumeMove(task, place, store));
  return list(retryMove(task, place, store));
}

const list = (move: Move | undefined) => (move ? [move] : []);

/** What was cancelled stays so, and is no dead task to be sent on its way again. */
const isOpen = ({ cancelled_at: cancelled }: Task) => cancelled === undefined;

function statesOf(action: BulkAction, { state }: TaskFilter): readonly LookState[] {
  const states = statesFor[action];
  if (state === undefined) return states;
  if (states.includes(state)) return [state];
  const expected = `one of ${states.join(", ")}, to ${action}`;
  throw new InvalidInputError([{ field: "filter.state", value: state, expected }]);
}
