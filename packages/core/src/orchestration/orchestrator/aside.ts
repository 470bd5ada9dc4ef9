import { moveAll, type Move } from "../moves/move.ts";
import { toClosed } from "../moves/to-closed.ts";
import { toRetry, whenHeld } from "../moves/to-retry.ts";
import { type Store } from "../store/store.ts";
import { type Task } from "../task.ts";
import { seeHolds, type Run } from "./holding.ts";
import { sameHolds } from "./lease.ts";
import { type Decision, type Plan } from "./plan.ts";
import { stateKey, stateOfRow } from "./state-row.ts";
import { type Yard } from "./yard.ts";

/**
 * Takes out of the queue what must not start: closes what was cancelled or is too late, and sets
 * aside what its paused job holds (`holds`: the list of them that the plan was made by). Whether
 * any of it went: others are at the front now.
 */
export async function putAside(
  run: Run,
  { plan, holds }: { readonly plan: Plan<Task>; readonly holds: number },
  { store }: Yard,
): Promise<boolean> {
  const moves = plan.decisions.flatMap((decision) => moveOf(decision, store) ?? []);
  if (moves.length === 0) return false;
  const key = stateKey(run.labourer.id);
  // A job that is resumed meanwhile has its tasks back from those set aside before.
  const beside = [{ check: "flow", key, condition: sameHolds(holds) }] as const;
  const { done, refused, stopped } = await moveAll(moves, store, { beside });
  if (stopped) seeHolds(run, stateOfRow(stopped[0]?.row));
  for (const { task } of [...done, ...refused.map(({ group }) => group)])
    run.skip.add(task.task_id);
  for (const { task, isClosed } of done)
    (isClosed ? run.notes.closed : run.notes.set_aside).push(task.task_id);
  return true;
}

interface AsideMove extends Move {
  readonly isClosed: boolean;
}

function moveOf(
  { candidate: { task }, verdict }: Decision<Task>,
  store: Store,
): AsideMove | undefined {
  if (verdict.do === "set_aside") {
    const held = { action: "paused", held: true } as const;
    return { ...toRetry(task, whenHeld, held, store), isClosed: false };
  }
  if (verdict.do !== "close") return undefined;
  if (verdict.as === "expired") {
    const expired = { status: 0, action: "expired", message: "deadline" } as const;
    return { ...toClosed(task, expired, store), isClosed: true };
  }
  const set = {
    cancelled_at: task.cancelled_at ?? Math.floor(store.now() / 1_000),
    cancel_reason: task.cancel_reason ?? "its job was cancelled",
  };
  const cancelled = { status: 0, action: "cancelled", set } as const;
  return { ...toClosed(task, cancelled, store), isClosed: true };
}
