import { type Move } from "../moves/move.ts";
import { toClosed } from "../moves/to-closed.ts";
import { toRetry } from "../moves/to-retry.ts";
import { type Store } from "../store/store.ts";
import { type Task } from "../task.ts";
import { type Decision } from "./decide.ts";

/** A move, and why it is made. */
export interface Decided extends Move {
  readonly kind: Exclude<Decision["kind"], "keep">;
}

/** The move that a decision asks for. `replace`: where another program left a row in the way. */
export function moveFor(
  task: Task,
  decision: Decision,
  store: Store,
  replace = false,
): Decided | undefined {
  const { kind } = decision;
  if (kind === "keep") return undefined;
  if (kind === "archive")
    return { kind, ...toClosed(task, { status: 1, action: "archived", replace }, store) };
  if (kind === "cancelled")
    return { kind, ...toClosed(task, { status: 0, action: "cancelled", replace }, store) };
  const set = withFailure(decision.failure);
  if (kind === "dead") {
    const closing = { status: 0, action: "archived_dead", message: decision.reason } as const;
    return { kind, ...toClosed(task, { ...closing, ...set, replace }, store) };
  }
  const at = store.now() / 1_000 + decision.delay;
  const retrying = { action: "scheduled_for_retry", ...set, replace } as const;
  return { kind, ...toRetry(task, at, retrying, store) };
}

const withFailure = (failure: string | undefined) =>
  failure === undefined ? {} : { set: { failure } };
