import type { TaskLook } from "@switchyard/core/orchestration/look/task.ts";
import { formatTable } from "../../cli/table.ts";
import { brief, timeText } from "../text.ts";
import type { FoundTask } from "./list.ts";

/** The state is told where it is known. */
type Told = Pick<FoundTask, "row"> & Partial<FoundTask>;

/** A task as a line of the table. Pure. */
export function lineOf({ row, state }: Told): Readonly<Record<string, string | number>> {
  return {
    task: text(row["task_id"]),
    labourer: text(row["labourer_id"]),
    ...(state && { state }),
    attempts: Number(row["attempts"] ?? 0),
    created: timeText(row["created_at"]),
    job: text(row["job_id"]),
    "last failure": brief(text(row["failure"])),
  };
}

/** One task with its history, for people. Pure. */
export function storyOf({ task, state, history }: TaskLook): string {
  const facts = Object.entries(task).map(([name, value]) => ({
    name,
    value: brief(times.has(name) && value ? timeText(value) : text(value)),
  }));
  const steps = history.map((row) => ({
    at: timeText(row["created_at"]),
    what: text(row["action"]),
    by: text(row["author"]),
    why: brief(text(row["why"] ?? row["failure"])),
  }));
  return [
    `Task ${task.task_id} of ${task.labourer_id} is ${state}.`,
    formatTable(facts),
    ...(steps.length > 0 ? [formatTable(steps)] : ["No history was kept."]),
  ].join("\n\n");
}

const times = new Set([
  "created_at",
  "completed_at",
  "closed_at",
  "desired_launch_time",
  "claimed_at",
  "heartbeat_at",
  "cancelled_at",
  "deadline",
  "expires_at",
]);

const text = (value: unknown) => {
  if (value === undefined) return "";
  return typeof value === "string" ? value : JSON.stringify(value);
};
