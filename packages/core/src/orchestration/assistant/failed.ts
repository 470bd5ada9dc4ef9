import type * as z from "zod/mini";
import { metaOf } from "../meta.ts";
import { mostFailure } from "../moves/size.ts";
import { placeOf } from "../moves/row.ts";
import { type Update } from "../store/write.ts";
import { type Task } from "../task.ts";
import { beside, bordersFor, nextHop, type Assistant } from "./assistant.ts";
import { findTask } from "./find.ts";
import { changeWith } from "./history.ts";
import { named, withOutcome } from "./outcome.ts";
import { type FailedRequest, type OutcomeAnswer } from "./protocol.ts";

type Failed = z.output<typeof FailedRequest>;

/**
 * Ends the current attempt at once: its slot is free, and the next scavenger, this project's or
 * Python's, decides on a retry. Of another attempt, or another invocation than has claimed it, it
 * changes nothing; neither does a second one.
 */
export async function markFailed(request: Failed, assistant: Assistant): Promise<OutcomeAnswer> {
  const task = await findTask(request, assistant);
  if (placeOf(task) !== "tasks") return { changed: false };
  const failed = await withOutcome(request, assistant, (fields) =>
    fail(request, task, fields, assistant),
  );
  if (!failed.done) return { changed: false };
  await tell(task, assistant);
  return { changed: true };
}

function fail(
  request: Failed,
  task: Task,
  outcome: Readonly<Record<string, unknown>>,
  assistant: Assistant,
) {
  const { store } = assistant;
  const { set, fields } = named(outcome);
  const border = bordersFor(task.labourer_id, assistant).expired;
  const update: Update = {
    update: "tasks",
    key: { task_id: task.task_id },
    change: {
      set: { ...set, ...failureOf(request, task), greenfield: border - 1 },
      add: { failed_attempts: 1 },
    },
    condition: ofCurrent(request, task, border),
  };
  const history = metaOf(task, "marked_as_failed", store);
  return changeWith(update, history, { ...store, fields: { ...store.fields, ...fields } });
}

function failureOf({ error }: Failed, { attempts }: Task) {
  return {
    failed_attempt: attempts,
    ...(error && {
      failure: [error.code, error.message].filter(Boolean).join(": ").slice(0, mostFailure),
    }),
    ...(error?.retryable === false && { not_retryable: true }),
  };
}

function ofCurrent({ attempt, nonce }: Failed, task: Task, border: number) {
  const conditions = [
    "#greenfield >= :border AND #attempts = :attempt AND attribute_not_exists(#completed_at)",
    ...(nonce === undefined
      ? []
      : ["(attribute_not_exists(#claim) OR #claim = :nonce OR #claim_attempt <> :attempt)"]),
  ];
  return {
    expression: conditions.join(" AND "),
    values: {
      ":border": border,
      ":attempt": attempt ?? task.attempts,
      ...(nonce !== undefined && { ":nonce": nonce }),
    },
  };
}

async function tell(task: Task, assistant: Assistant): Promise<void> {
  const { poke, pokeScavenger } = assistant;
  const { labourer_id, task_id } = task;
  const hops = nextHop(task);
  await Promise.all([
    beside(
      "poke of the orchestrator",
      () => poke({ labourer_id, freed: [task_id], hops }),
      assistant,
    ),
    beside("poke of the scavenger", () => pokeScavenger({ labourer_id, hops }), assistant),
  ]);
}
