import { type AttributeNames } from "../aws/expressions.ts";

/** The tables of orchestration, by role. Names and indexes are sosw's where sosw has one. */
export interface OrchestrationTables {
  readonly tasks: string;
  readonly closed: string;
  readonly retry: string;
  readonly meta: string;
  readonly config: string;
  /** This project's own: leases, lanes, jobs, records of keys. */
  readonly flow: string;
}
export type TableRole = keyof OrchestrationTables;

export const defaultTables: OrchestrationTables = {
  tasks: "sosw_tasks",
  closed: "sosw_closed_tasks",
  retry: "sosw_retry_tasks",
  meta: "sosw_tasks_meta",
  config: "config",
  flow: "sosw_flow",
};

export const indexes = {
  /** Of the tasks: `labourer_id`, `greenfield`. */
  greenfield: "sosw_tasks_greenfield",
  /** Of the tasks, sparse: `lane`, `greenfield`. */
  lanes: "sosw_tasks_lanes",
  /** Of the closed: `labourer_id_task_status`, `closed_at`. */
  closed: "labourer_task_status_with_time",
  /** Of the retries, local: `labourer_id`, `desired_launch_time`. */
  launch: "labourer_id_greenfield",
  /** Of the flow table, local: `partition`, `due`. */
  due: "flow_due",
} as const;

/** A row's key. */
export type Key = Readonly<Record<string, string | number>>;

const keys: Readonly<Record<TableRole, readonly string[]>> = {
  tasks: ["task_id"],
  closed: ["task_id"],
  retry: ["labourer_id", "task_id"],
  meta: ["task_id", "created_at"],
  config: ["env", "config_name"],
  flow: ["partition", "sort"],
};

/** The key of a row among its attributes. */
export function keyOf(role: TableRole, row: Readonly<Record<string, unknown>>): Key {
  return Object.fromEntries(keys[role].map((name) => [name, row[name]])) as Key;
}

/** What attributes of tasks are called in the tables, where not as here (sosw's `task_client_config.sosw_*_table_field_names`). */
export type FieldNames = AttributeNames;

/** Only tasks' own rows are called otherwise; the rest is this project's. */
export const calledIn = (role: TableRole, fields: FieldNames): FieldNames =>
  role === "flow" || role === "config" ? {} : fields;

/** A row as the table has it. */
export function renamed<Row extends object>(row: Row, fields: FieldNames): Row {
  if (isEmpty(fields)) return row;
  const entries = Object.entries(row).map(([name, value]) => [fields[name] ?? name, value]);
  return Object.fromEntries(entries) as Row;
}

/** The names back. */
export const reversed = (fields: FieldNames): FieldNames =>
  isEmpty(fields)
    ? fields
    : Object.fromEntries(Object.entries(fields).map(([name, called]) => [called, name]));

function isEmpty(fields: FieldNames): boolean {
  for (const _ in fields) return false;
  return true;
}
