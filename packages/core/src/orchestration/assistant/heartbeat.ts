import type * as z from "zod/mini";
import { seconds } from "../store/store.ts";
import { updateIf } from "../store/update.ts";
import { isCancelled, type Task } from "../task.ts";
import { bordersFor, type Assistant } from "./assistant.ts";
import { findTask, ownTask } from "./find.ts";
import { type HeartbeatAnswer, type HeartbeatRequest } from "./protocol.ts";

/** A worker's sign of life. Of another attempt or invocation than the current it changes nothing. */
export async function heartbeat(
  request: z.output<typeof HeartbeatRequest>,
  assistant: Assistant,
): Promise<HeartbeatAnswer> {
  const { task_id, labourer_id: labourer, attempt, nonce } = request;
  const { store } = assistant;
  const labourerId = labourer ?? (await findTask(request, assistant)).labourer_id;
  const conditions = [
    "#greenfield >= :border AND attribute_not_exists(#completed_at) AND #labourer_id = :labourer",
    ...(attempt === undefined ? [] : ["#attempts = :attempt"]),
    ...(nonce === undefined ? [] : ["(attribute_not_exists(#claim) OR #claim = :nonce)"]),
  ];
  const beat = await updateIf(
    {
      update: "tasks",
      key: { task_id },
      change: { set: { heartbeat_at: seconds(store) } },
      condition: {
        expression: conditions.join(" AND "),
        values: {
          ":border": bordersFor(labourerId, assistant).expired,
          ":labourer": labourerId,
          ...(attempt !== undefined && { ":attempt": attempt }),
          ...(nonce !== undefined && { ":nonce": nonce }),
        },
      },
    },
    store,
  );
  const found = beat.row ? ownTask(beat.row as Task, request) : undefined;
  const task = found ?? (await findTask(request, assistant));
  return { alive: beat.done, cancelled: isCancelled(task) };
}
