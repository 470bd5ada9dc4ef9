import { GetCommand, QueryCommand } from "@aws-sdk/lib-dynamodb";
import type { OrchestrationTables, TableRole } from "@switchyard/core/orchestration/tables.ts";
import { clients, stack } from "../stack.ts";

const names = stack().outputs.orchestration;
const name = (variable: string) => names[variable] ?? variable;

/** The tables that this program deployed, which both sides work on. */
export const tables: OrchestrationTables = {
  tasks: name("TASKS_TABLE"),
  closed: name("CLOSED_TASKS_TABLE"),
  retry: name("RETRY_TASKS_TABLE"),
  meta: name("TASKS_META_TABLE"),
  config: name("CONFIG_TABLE"),
  flow: name("FLOW_TABLE"),
};

/** The configuration of Python's essentials: these tables, and their labourers. */
export const soswConfig = (labourers: Readonly<Record<string, object>>) => ({
  task_config: {
    labourers,
    dynamo_db_config: { table_name: tables.tasks },
    sosw_closed_tasks_table: tables.closed,
    sosw_retry_tasks_table: tables.retry,
  },
  dynamo_db_config: { table_name: tables.tasks },
  meta_handler_config: { dynamo_db_config: { table_name: tables.meta } },
  queue_bucket: name("QUEUE_BUCKET"),
});

type Row = Readonly<Record<string, unknown>>;
const { documents } = clients();

/** A labourer's rows in one of the tables, which hold thousands of others'. */
export async function rowsIn(role: "tasks" | "closed" | "retry", id: string): Promise<Row[]> {
  if (role === "tasks") return queried({ role, index: "sosw_tasks_greenfield", labourer_id: id });
  if (role === "retry") return queried({ role, labourer_id: id });
  const index = "labourer_task_status_with_time";
  const statuses = [`${id}_0`, `${id}_1`];
  const named = await Promise.all(
    statuses.map((labourer_id_task_status) => queried({ role, index, labourer_id_task_status })),
  );
  const rows = await Promise.all(named.flat().map(({ task_id }) => closedRow(String(task_id))));
  return rows.filter((row) => row !== undefined);
}

async function queried({
  role,
  index: IndexName,
  ...key
}: {
  readonly role: TableRole;
  readonly index?: string;
  readonly [attribute: string]: string | undefined;
}): Promise<Row[]> {
  const [[attribute, value] = []] = Object.entries(key);
  const { Items = [] } = await documents.send(
    new QueryCommand({
      TableName: tables[role],
      IndexName,
      KeyConditionExpression: `${attribute} = :value`,
      ExpressionAttributeValues: { ":value": value },
    }),
  );
  return Items;
}

export async function closedRow(task_id: string): Promise<Row | undefined> {
  const { Item } = await documents.send(
    new GetCommand({ TableName: tables.closed, Key: { task_id }, ConsistentRead: true }),
  );
  return Item;
}

/** A task's history, in order. */
export async function historyRows(taskId: string): Promise<Row[]> {
  const { Items = [] } = await documents.send(
    new QueryCommand({
      TableName: tables.meta,
      KeyConditionExpression: "task_id = :id",
      ExpressionAttributeValues: { ":id": taskId },
      ConsistentRead: true,
    }),
  );
  return Items;
}
