import { InvokeCommand } from "@aws-sdk/client-lambda";
import { GetCommand, QueryCommand } from "@aws-sdk/lib-dynamodb";
import { setTimeout } from "node:timers/promises";
import { clients, stack } from "./stack.ts";

type Row = Readonly<Record<string, unknown>>;

/** Invokes one of the app's functions and returns its answer. Throws what it threw. */
export async function invoke(
  name: "scheduler" | "orchestrator" | "scavenger" | "assistant" | "rehearsal",
  event: object = {},
): Promise<Row> {
  const { Payload, FunctionError } = await clients().lambda.send(
    new InvokeCommand({ FunctionName: stack().outputs[name], Payload: JSON.stringify(event) }),
  );
  const answer = JSON.parse(Payload?.transformToString() ?? "null") as Row;
  if (FunctionError !== undefined)
    throw Object.assign(new TypeError(String(answer["errorMessage"])), {
      name: String(answer["errorType"]),
    });
  return answer;
}

/** Schedules tasks of the sample worker `rehearsal`, one for each payload; their ids, in order. */
export async function rehearse(payloads: readonly object[], options: object = {}) {
  const answers = await Promise.all(
    payloads.map(async (payload) =>
      invoke("scheduler", {
        lambda_name: "rehearsal",
        job_id: crypto.randomUUID(),
        job: payload,
        ...options,
      }),
    ),
  );
  return answers.flatMap(({ task_ids: ids }) => ids as string[]);
}

/** A row of one of the tables, by its task's id. */
export async function rowOf(table: "sosw_tasks" | "sosw_closed_tasks", task_id: string) {
  const { Item } = await clients().documents.send(
    new GetCommand({ TableName: table, Key: { task_id }, ConsistentRead: true }),
  );
  return Item;
}

/** The row of each task once it is closed; the clocks are helped along. */
export async function closedRows(ids: readonly string[], patienceMs = 90_000): Promise<Row[]> {
  const until = Date.now() + patienceMs;
  for (;;) {
    const rows = await Promise.all(ids.map((id) => rowOf("sosw_closed_tasks", id)));
    const closed = rows.filter((row) => row !== undefined);
    if (closed.length === ids.length) return closed;
    if (Date.now() > until) throw new TypeError(`${closed.length} of ${ids.length} are closed`);
    await invoke("scavenger");
    await invoke("orchestrator");
    await setTimeout(500);
  }
}

/** What happened to a task, in order. */
export async function historyOf(taskId: string): Promise<string[]> {
  const { Items = [] } = await clients().documents.send(
    new QueryCommand({
      TableName: "sosw_tasks_meta",
      KeyConditionExpression: "task_id = :id",
      ExpressionAttributeValues: { ":id": taskId },
    }),
  );
  return Items.map(({ action }) => String(action));
}
