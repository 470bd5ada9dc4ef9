import type * as z from "zod/mini";
import { type Condition } from "../../aws/expressions.ts";
import { placeOf } from "../moves/row.ts";
import { seconds } from "../store/store.ts";
import { updateIf } from "../store/update.ts";
import { isCancelled, isCompleted, type Task } from "../task.ts";
import { bordersFor, invokedNow, type Assistant } from "./assistant.ts";
import { findTask, ownTask } from "./find.ts";
import { type ClaimAnswer, type ClaimRequest } from "./protocol.ts";

type Claim = z.output<typeof ClaimRequest>;

/**
 * Gives an attempt to one invocation: its nonce. A second delivery of the same attempt is refused,
 * the same invocation's second claim isn't. A sibling takes over its predecessor's claim and has
 * the labourer's whole duration from then on.
 */
export async function claim(request: Claim, assistant: Assistant): Promise<ClaimAnswer> {
  const { task_id, nonce, takes_over: predecessor } = request;
  const { store } = assistant;
  const row = request.attempt === undefined ? await findTask(request, assistant) : undefined;
  const attempt = request.attempt ?? row?.attempts ?? 0;
  const labourerId = request.labourer_id ?? row?.labourer_id ?? "";
  const border = bordersFor(labourerId, assistant).expired;
  const at = seconds(store);
  const claimed = await updateIf(
    {
      update: "tasks",
      key: { task_id },
      change: {
        set: {
          claim: nonce,
          claim_attempt: attempt,
          claimed_at: at,
          heartbeat_at: at,
          ...(predecessor !== undefined && { greenfield: invokedNow(assistant) }),
        },
      },
      condition: mayClaim(request, attempt, border),
    },
    store,
  );
  if (claimed.done) return { claimed: true };
  const found = claimed.row ? ownTask(claimed.row as Task, request) : undefined;
  const current = found ?? (await findTask(request, assistant));
  return { claimed: false, reason: whyNot(current, attempt, border) };
}

function mayClaim(request: Claim, attempt: number, border: number): Condition {
  const { nonce, labourer_id: labourer, takes_over: predecessor } = request;
  const free = "attribute_not_exists(#claim) OR #claim_attempt <> :attempt OR #claim = :nonce";
  const taken = "#claim_attempt = :attempt AND (#claim = :predecessor OR #claim = :nonce)";
  return {
    expression: [
      "#attempts = :attempt AND #greenfield >= :border",
      "attribute_not_exists(#completed_at) AND attribute_not_exists(#cancelled_at)",
      ...(labourer === undefined ? [] : ["#labourer_id = :labourer"]),
      `(${predecessor === undefined ? free : taken})`,
    ].join(" AND "),
    values: {
      ":attempt": attempt,
      ":border": border,
      ":nonce": nonce,
      ...(labourer !== undefined && { ":labourer": labourer }),
      ...(predecessor !== undefined && { ":predecessor": predecessor }),
    },
  };
}

function whyNot(task: Task, attempt: number, border: number): string {
  if (isCancelled(task)) return "cancelled";
  if (placeOf(task) === "closed") return "closed";
  if (isCompleted(task)) return "completed";
  if (placeOf(task) === "retry") return "expired";
  if (task.attempts !== attempt) return "attempt";
  return task.greenfield < border ? "expired" : "taken";
}
