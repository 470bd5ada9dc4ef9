import { PutCommand } from "@aws-sdk/lib-dynamodb";
import { invocationDelta } from "@switchyard/core/orchestration/greenfield.ts";
import { laneKey, parseLane } from "@switchyard/core/orchestration/lanes.ts";
import { getRow } from "@switchyard/core/orchestration/store/read.ts";
import { type Store } from "@switchyard/core/orchestration/store/store.ts";
import { type TableRole } from "@switchyard/core/orchestration/tables.ts";
import { type Task } from "@switchyard/core/orchestration/task.ts";
import { noon } from "./world.ts";

/** Noon, in seconds. */
export const now = noon / 1_000;

/** Who writes history. */
export const author = { author: "essential", invocation_id: "i", log_stream_name: "l" };

/** A queued task. */
export const task = (id: string | number, more: Partial<Task> = {}): Task => ({
  task_id: String(id),
  labourer_id: "counter",
  created_at: 1,
  greenfield: 2_000,
  attempts: 0,
  payload: '{"a":1}',
  ...more,
});

/** One that was started at noon, for the first time. */
export const running = (id: string | number, more: Partial<Task> = {}): Task =>
  task(id, { greenfield: now + invocationDelta, attempts: 1, ...more });

/** One that was started long before its labourer's duration. */
export const expired = (id: string | number, more: Partial<Task> = {}): Task =>
  task(id, { greenfield: now + invocationDelta - 2_000, attempts: 1, ...more });

/** Writes rows as they are, like another program. */
export async function plant(role: TableRole, rows: readonly object[], { db, tables }: Store) {
  for (const Item of rows) await db.send(new PutCommand({ TableName: tables[role], Item }));
}

/** How many a lane's counter says wait in it. */
export async function waitingIn(lane: string, store: Store): Promise<unknown> {
  return (await getRow("flow", laneKey(parseLane(lane)), store))?.["waiting"];
}
