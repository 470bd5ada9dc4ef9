import { type Borders } from "../states.ts";
import { type Range } from "../store/read.ts";
import { closedStatus } from "../task.ts";
import { indexes } from "../tables.ts";

/** Where a task is, for people. `expired`: it took too long, and the scavenger will decide. */
export const lookStates = [
  "queued",
  "running",
  "expired",
  "completed",
  "retrying",
  "held",
  "done",
  "dead",
] as const;
export type LookState = (typeof lookStates)[number];

/** `desired_launch_time` of tasks that were set aside until somebody resumes them. */
const never = 9_999_999_999;

/** The rows of one state, in the order people want them: the next first, or the newest. Pure. */
export function rangeOf(state: LookState, labourerId: string, borders: Borders): Range {
  const tasks = tasksOf(labourerId);
  const { start, expired } = borders;
  switch (state) {
    case "queued":
      return tasks("#greenfield <= :start", { start });
    case "running":
      return { ...tasks("#greenfield >= :expired", { expired }), filter: notCompleted };
    case "expired": {
      const between = { start: start + 0.001, last: expired - 0.001 };
      return { ...tasks("#greenfield BETWEEN :start AND :last", between), filter: notCompleted };
    }
    case "completed":
      return {
        ...tasks("#greenfield > :start", { start }),
        filter: { expression: "attribute_exists(#completed_at)", values: {} },
      };
    case "retrying":
      return retries(labourerId, "<");
    case "held":
      return retries(labourerId, "=");
    default:
      return closed(labourerId, state === "done" ? 1 : 0, 0);
  }
}

/** Those closed since `since`, seconds since 1970, the newest first. Pure. */
export const closed = (labourerId: string, status: 0 | 1, since: number): Range => ({
  table: "closed",
  index: indexes.closed,
  where: {
    expression: "#labourer_id_task_status = :status AND #closed_at >= :since",
    values: { ":status": closedStatus(labourerId, status), ":since": since },
  },
  descending: true,
});

const notCompleted = { expression: "attribute_not_exists(#completed_at)", values: {} };

const tasksOf =
  (labourerId: string) =>
  (greenfield: string, values: Readonly<Record<string, number>>): Range => ({
    table: "tasks",
    index: indexes.greenfield,
    where: {
      expression: `#labourer_id = :labourer AND ${greenfield}`,
      values: {
        ":labourer": labourerId,
        ...Object.fromEntries(Object.entries(values).map(([key, value]) => [`:${key}`, value])),
      },
    },
  });

const retries = (labourerId: string, compared: "<" | "="): Range => ({
  table: "retry",
  index: indexes.launch,
  where: {
    expression: `#labourer_id = :labourer AND #desired_launch_time ${compared} :never`,
    values: { ":labourer": labourerId, ":never": never },
  },
});
