import type { LabourerLook } from "@switchyard/core/orchestration/look/labourer.ts";
import type { LookState } from "@switchyard/core/orchestration/look/ranges.ts";
import type { TaskLook } from "@switchyard/core/orchestration/look/task.ts";
import type { Row } from "@switchyard/core/orchestration/store/write.ts";
import type * as z from "zod";
import type { LabourerNow, TaskHistory, TaskSummary } from "./orchestration-schemas.ts";

type Of<S extends () => z.ZodType> = z.output<ReturnType<S>>;

/** A labourer as the API tells it. Pure. */
export function labourerAnswer({ labourer, ...look }: LabourerLook): Of<typeof LabourerNow> {
  const { id, arn, flow, duration, cooldown } = labourer;
  const { rate_limit: rate, concurrency } = flow ?? {};
  return {
    id,
    function: arn,
    limit: labourer.max_simultaneous_invocations,
    keyLimit: concurrency?.limit,
    rate: rate && { limit: rate.limit, period: rate.period, perKey: rate.key !== undefined },
    duration,
    cooldown,
    maxAttempts: labourer.max_attempts,
    ...look,
    keys: [...look.keys],
    healthMinutes: [...look.healthMinutes],
  };
}

/** A row of a task as the API tells it in lists. Pure. */
export function taskSummary(row: Row, state: LookState, labourer: string): Of<typeof TaskSummary> {
  return {
    id: String(row["task_id"]),
    labourer: text(row["labourer_id"]) ?? labourer,
    state,
    attempts: number(row["attempts"]) ?? 0,
    job: text(row["job_id"]),
    createdAt: number(row["created_at"]),
    completedAt: number(row["completed_at"]),
    closedAt: number(row["closed_at"]),
    startsAt: state === "retrying" ? number(row["desired_launch_time"]) : undefined,
    failure: text(row["failure"]),
  };
}

const mostPayload = 20_000;
const mostValue = 2_000;

/** A task with its history as the API tells it. Pure. */
export function taskAnswer({ task, state, history }: TaskLook): Of<typeof TaskHistory> {
  const others = Object.entries(task).filter(([name]) => !told.has(name));
  return {
    ...taskSummary(task, state, task.labourer_id),
    payload: (text(task.payload) ?? "").slice(0, mostPayload),
    attributes: Object.fromEntries(others.map(([name, value]) => [name, shown(value)])),
    steps: history.map((row) => ({
      action: text(row["action"]) ?? "unknown",
      at: number(row["created_at"]) ?? 0,
      author: text(row["author"]),
      note: text(row["note"]) ?? text(row["why"]) ?? text(row["failure"]),
    })),
  };
}

/** Told by name. */
const told = new Set([
  "task_id",
  "labourer_id",
  "attempts",
  "job_id",
  "created_at",
  "completed_at",
  "closed_at",
  "failure",
  "payload",
]);

const shown = (value: unknown) =>
  (typeof value === "string" ? value : JSON.stringify(value)).slice(0, mostValue);
const text = (value: unknown) => (typeof value === "string" ? value : undefined);
const number = (value: unknown) => (typeof value === "number" ? value : undefined);
