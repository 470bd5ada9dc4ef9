import * as z from "zod/mini";
import { parseEnvironment, type Environment } from "../aws/environment.ts";
import { wholeNumber } from "../aws/whole-number.ts";
import { lazy } from "../lazy.ts";
import { parseLabourers, type Labourer } from "./labourer.ts";
import { defaultTables, type FieldNames, type OrchestrationTables } from "./tables.ts";

const name = (otherwise: string) => z.prefault(z.string(), otherwise);

const OrchestrationEnvironment = /* @__PURE__ */ lazy(() =>
  z.object({
    TASKS_TABLE: name(defaultTables.tasks),
    CLOSED_TASKS_TABLE: name(defaultTables.closed),
    RETRY_TASKS_TABLE: name(defaultTables.retry),
    TASKS_META_TABLE: name(defaultTables.meta),
    CONFIG_TABLE: name(defaultTables.config),
    FLOW_TABLE: name(defaultTables.flow),
    QUEUE_BUCKET: z.optional(z.string()),
    SCHEDULER_FUNCTION: name("sosw_scheduler"),
    ORCHESTRATOR_FUNCTION: name("sosw_orchestrator"),
    SCAVENGER_FUNCTION: name("sosw_scavenger"),
    ASSISTANT_FUNCTION: name("sosw_worker_assistant"),
    SCHEDULER_NAME: name("sosw_scheduler"),
    ORCHESTRATOR_NAME: name("sosw_orchestrator"),
    SCAVENGER_NAME: name("sosw_scavenger"),
    ASSISTANT_NAME: name("sosw_worker_assistant"),
    TASK_FIELDS: z.optional(
      z
        .string()
        .check(z.refine(areNames, "a JSON object: other names of attributes by the usual ones")),
    ),
    DEAD_TASKS_TO: z.optional(
      z.string().check(z.regex(/^arn:[\w-]+:(?:sns|lambda):/, "the ARN of a topic or a function")),
    ),
    TASK_RETENTION_DAYS: z.optional(wholeNumber(1, 36_500)),
    METER_REQUESTS: z.prefault(z.enum(["true", "false"]), "false"),
    TASK_HISTORY: z.prefault(z.enum(["true", "false"]), "true"),
    JOB_TIME_ZONE: name("UTC"),
    LABOURERS: z.optional(
      z.string().check(z.refine(isObject, "a JSON object: labourers' settings by their ids")),
    ),
  }),
);

export type EssentialRole = "scheduler" | "orchestrator" | "scavenger" | "assistant";

export interface OrchestrationSettings {
  readonly tables: OrchestrationTables;
  /** Where queue files and large payloads lie. */
  readonly queueBucket?: string;
  /** What attributes of tasks are called in the tables, where not as in sosw. */
  readonly fields: FieldNames;
  /** The essentials' functions, by name or ARN. */
  readonly functions: Readonly<Record<EssentialRole, string>>;
  /** Their logical names: whose `<name>_config` is theirs, on every stage. */
  readonly names: Readonly<Record<EssentialRole, string>>;
  /** ARN of the SNS topic, or of the function, that hears of dead tasks. */
  readonly deadTasksTo?: string;
  /** Days that closed tasks and history are kept; absent: for ever. */
  readonly retentionDays?: number;
  /** Whether each task's history is written. */
  readonly history: boolean;
  /** Whether the essentials log what each invocation asked of AWS. */
  readonly meterRequests: boolean;
  /** What "today" means to jobs. */
  readonly timeZone: string;
  /** Settings of the labourers that the deployment registers; the configuration table may add and change some. */
  readonly labourerSettings: Readonly<Record<string, unknown>>;
  /** The same, read: without what the configuration table says. */
  readonly labourers: readonly Labourer[];
}

/**
 * What orchestration's functions need from the environment: `TASKS_TABLE` and the other tables,
 * `QUEUE_BUCKET`, the essentials' functions and names, `TASK_FIELDS`, `LABOURERS`. Throws
 * `InvalidSettingsError` and `InvalidOrchestrationConfigError`.
 */
export function orchestrationSettings(env: Environment = process.env): OrchestrationSettings {
  const read = parseEnvironment(OrchestrationEnvironment(), env);
  const labourerSettings = JSON.parse(read.LABOURERS ?? "{}") as Record<string, unknown>;
  return {
    tables: {
      tasks: read.TASKS_TABLE,
      closed: read.CLOSED_TASKS_TABLE,
      retry: read.RETRY_TASKS_TABLE,
      meta: read.TASKS_META_TABLE,
      config: read.CONFIG_TABLE,
      flow: read.FLOW_TABLE,
    },
    fields: JSON.parse(read.TASK_FIELDS ?? "{}") as FieldNames,
    queueBucket: read.QUEUE_BUCKET,
    functions: {
      scheduler: read.SCHEDULER_FUNCTION,
      orchestrator: read.ORCHESTRATOR_FUNCTION,
      scavenger: read.SCAVENGER_FUNCTION,
      assistant: read.ASSISTANT_FUNCTION,
    },
    names: {
      scheduler: read.SCHEDULER_NAME,
      orchestrator: read.ORCHESTRATOR_NAME,
      scavenger: read.SCAVENGER_NAME,
      assistant: read.ASSISTANT_NAME,
    },
    deadTasksTo: read.DEAD_TASKS_TO,
    retentionDays: read.TASK_RETENTION_DAYS,
    history: read.TASK_HISTORY === "true",
    meterRequests: read.METER_REQUESTS === "true",
    timeZone: read.JOB_TIME_ZONE,
    labourerSettings,
    labourers: parseLabourers(labourerSettings),
  };
}

function isObject(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}

/** Two attributes of one name would be one. */
function areNames(text: string): boolean {
  if (!isObject(text)) return false;
  const names = Object.values(JSON.parse(text) as Record<string, unknown>);
  const isName = (one: unknown) => typeof one === "string" && one !== "";
  return names.every(isName) && new Set(names).size === names.length;
}
