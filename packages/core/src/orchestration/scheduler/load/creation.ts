import { deadlineKey, onceKey, singleKey } from "../../key-records.ts";
import { flowKey, laneName, noKey } from "../../lanes.ts";
import { flowKeyOf, hasLanes, type Labourer } from "../../labourer.ts";
import { metaOf } from "../../meta.ts";
import { type Store } from "../../store/store.ts";
import { type Write } from "../../store/write.ts";
import { type Task } from "../../task.ts";
import type { Fields } from "../fields.ts";
import { type JobOptions } from "../job/options.ts";
import { keyIn } from "./keys.ts";

/** A task to come. */
export interface NewTask {
  readonly taskId: string;
  readonly jobId?: string;
  readonly payload: Fields;
  /** Where the payload lies, if it is too large for the row. */
  readonly payloadRef?: string;
  /** Its place in the queue. */
  readonly greenfield: number;
}

/** What brings a task to be, all or none. */
export interface Creation {
  readonly task: Task;
  /** Its lane, if it waits in one. */
  readonly lane?: string;
  /** The first of them puts the task. */
  readonly writes: readonly Write[];
}

const second = (ms: number) => ms / 1_000;

/**
 * The writes that create a task: its row (in the retry table, where it is delayed or held), its
 * history, and the records of its deadline and keys. Its lane's counter is its caller's. Pure but
 * for the store's clock and chance.
 */
export function creationOf(
  coming: NewTask,
  labourer: Labourer,
  options: JobOptions,
  store: Store,
  isHeld = false,
): Creation {
  const now = store.now();
  const launch = isHeld ? heldUntil : options.desired_launch_time;
  const isDelayed = launch !== undefined && launch > second(now);
  const path = flowKeyOf(labourer.flow);
  const key = path ? flowKey(path, coming.payload) : noKey;
  const priority = labourer.flow?.priority ? (options.priority ?? 0) : 0;
  const lane = hasLanes(labourer)
    ? laneName({ labourerId: labourer.id, priority, key })
    : undefined;
  const task: Task = {
    task_id: coming.taskId,
    labourer_id: labourer.id,
    created_at: second(now),
    greenfield: coming.greenfield,
    attempts: 0,
    payload: coming.payloadRef === undefined ? JSON.stringify(coming.payload) : "{}",
    payload_ref: coming.payloadRef,
    job_id: coming.jobId,
    priority: options.priority,
    flow_key: path && key,
    lane,
    deadline: options.deadline,
    correlation_id: options.correlation_id,
    idempotency_key: keyIn(options.idempotency_key, coming.payload),
    singleton_key: keyIn(options.singleton_key, coming.payload),
    ...(isDelayed && { desired_launch_time: launch }),
    ...(isHeld && { held: true }),
  };
  const isNew = { expression: "attribute_not_exists(#task_id)" };
  const put: Write = { put: isDelayed ? "retry" : "tasks", row: task, condition: isNew };
  const writes = [put, ...recordsOf(task, options, now), ...metaOf(task, "created", store)];
  return { task, lane: isDelayed ? undefined : lane, writes };
}

/** When somebody resumes it. */
const heldUntil = 9_999_999_999;

function recordsOf(task: Task, { idempotency_ttl: ttl }: JobOptions, now: number): Write[] {
  const { task_id, labourer_id, deadline, idempotency_key: once, singleton_key: single } = task;
  const records: Write[] = [];
  if (deadline !== undefined) {
    const row = { ...deadlineKey(labourer_id, task_id), due: deadline * 1_000 };
    // Left behind by a task that started, it goes by itself.
    records.push({ put: "flow", row: { ...row, expires_at: Math.ceil(deadline) + 604_800 } });
  }
  if (once !== undefined) {
    const until = Math.floor(second(now)) + ttl;
    records.push({
      put: "flow",
      row: { ...onceKey(labourer_id, once), task_id, until, expires_at: until },
      // Expired rows remain for days.
      condition: {
        expression: "attribute_not_exists(#partition) OR #until < :now",
        values: { ":now": second(now) },
      },
    });
  }
  if (single !== undefined)
    records.push({
      put: "flow",
      row: { ...singleKey(labourer_id, single), task_id },
      condition: { expression: "attribute_not_exists(#partition)" },
    });
  return records;
}
