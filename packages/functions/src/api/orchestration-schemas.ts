import { lazy } from "@switchyard/core/lazy.ts";
import { lookStates } from "@switchyard/core/orchestration/look/ranges.ts";
import * as z from "zod";
import { named } from "./openapi.ts";

// What the API says of orchestration, and is told: the contract of `labourers.ts`, `tasks.ts` and `jobs.ts`.

const seconds = () => z.number().meta({ description: "Seconds since 1970." });
const ms = () => z.number().meta({ description: "Milliseconds since 1970." });
const id = () => z.string().min(1).max(512);
const jobId = () =>
  z.string().regex(/^[\w.:/@+=-]{1,256}$/, "1 to 256 of letters, digits, _.:/@+=-");
const name = () => z.string().regex(/^[\w.-]{1,128}$/, "1 to 128 of letters, digits, _ . and -");

export const Count = named("Count", () =>
  z.object({
    count: z.int(),
    isMore: z.boolean().meta({ description: "There are at least so many: counting stopped." }),
  }),
);
const Mark = named("OperatorMark", () =>
  z.object({ by: z.string().optional(), why: z.string().optional(), at: seconds().optional() }),
);
const KeyInUse = named("KeyInUse", () =>
  z.object({ key: z.string(), running: z.int(), waiting: z.int().optional() }),
);

const health = () => ({
  status: z.int().min(0).max(4),
  metric: z.string().optional().meta({ description: "Which decided: the worst." }),
  value: z.number().optional().meta({ description: "Absent: the metric had no data." }),
  at: ms().optional(),
});

export const LabourerNow = named("LabourerNow", () =>
  z.object({
    id: z.string(),
    function: z.string(),
    limit: z.int().meta({ description: "Tasks that may run at once." }),
    keyLimit: z.int().optional().meta({ description: "For each value of its key." }),
    rate: z
      .object({
        limit: z.int(),
        period: z.number(),
        perKey: z.boolean().meta({ description: "For each value of its key." }),
      })
      .optional(),
    duration: z.number(),
    cooldown: z.number(),
    maxAttempts: z.int(),
    queued: Count(),
    running: Count(),
    expired: Count(),
    retrying: Count(),
    completed: Count().meta({ description: "In the last hour." }),
    dead: Count().meta({ description: "In the last hour." }),
    keys: z.array(KeyInUse()).meta({ description: "Some of those in use, the fullest first." }),
    health: z.object(health()).optional().meta({ description: "As the last run saw it." }),
    healthMinutes: z.array(z.object(health())).meta({
      description: "What decided each minute of the last hour; empty without metrics.",
    }),
    durations: z
      .object({ average: z.number(), max: z.number() })
      .optional()
      .meta({ description: "Of the last closed tasks, in seconds." }),
    paused: Mark().optional(),
    draining: Mark().optional(),
    isLeased: z.boolean().meta({ description: "A run is at work on it." }),
  }),
);
export const Labourers = named("Labourers", () => z.object({ labourers: z.array(LabourerNow()) }));

const taskFacts = () => ({
  id: z.string(),
  labourer: z.string(),
  state: z.enum(lookStates),
  attempts: z.int(),
  job: z.string().optional(),
  createdAt: seconds().optional(),
  completedAt: seconds().optional(),
  closedAt: seconds().optional(),
  startsAt: seconds().optional().meta({ description: "Delayed until then." }),
  failure: z.string().optional(),
});
export const TaskSummary = named("TaskSummary", () => z.object(taskFacts()));
export const TasksPage = named("TasksPage", () =>
  z.object({
    tasks: z.array(TaskSummary()),
    cursor: z.string().optional().meta({ description: "Absent on the last page." }),
  }),
);
export const TaskHistory = named("TaskHistory", () =>
  z.object({
    ...taskFacts(),
    payload: z.string().meta({ description: "As it is stored, cut where it is long." }),
    attributes: z.record(z.string(), z.string()).meta({ description: "What else the row has." }),
    steps: z.array(
      z.object({
        action: z.string(),
        at: seconds(),
        author: z.string().optional(),
        note: z.string().optional(),
      }),
    ),
  }),
);
export const TaskReason = named("TaskReason", () =>
  z.object({
    reason: z.string().meta({ description: "Never changes: match on this." }),
    detail: z.string().meta({ description: "The same for a person." }),
    facts: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).optional(),
  }),
);

export const TasksQuery = lazy(() =>
  z.object({
    labourer: name(),
    state: z.enum(lookStates).default("queued"),
    limit: z.coerce
      .number("a whole number from 1 to 200")
      .int("a whole number from 1 to 200")
      .min(1, "a whole number from 1 to 200")
      .max(200, "a whole number from 1 to 200")
      .default(50),
    cursor: z.string().max(4096).optional().meta({ description: "The last page's." }),
  }),
);
export const OneTask = lazy(() => z.object({ id: id() }));
export const OneLabourer = lazy(() => z.object({ id: name() }));
export const OneJob = lazy(() => z.object({ id: id() }));

/** Who did it is the caller; the reason is kept with it. */
export const Reason = named("Reason", () =>
  z.object({ reason: z.string().trim().min(1, "a reason").max(500).default("no reason given") }),
);
export const StartRequest = named("StartRequest", () =>
  Reason().extend({
    beyondLimits: z
      .boolean()
      .default(false)
      .meta({ description: "Though limits, rates and health would not." }),
  }),
);
export const StartAnswer = named("StartAnswer", () =>
  z.object({
    started: z.boolean(),
    state: z.enum(lookStates).meta({ description: "Before: only a queued task is started." }),
    hold: z.string().optional().meta({ description: "Why not, for a person." }),
  }),
);
export const Done = named("OperationDone", () =>
  z.object({
    changed: z.boolean().meta({ description: "False: it was so already." }),
    isUnfinished: z.boolean().optional().meta({ description: "There was too much: ask again." }),
  }),
);

const filter = () =>
  z.object({
    labourer: name(),
    job: id().optional(),
    state: z.enum(lookStates).optional(),
    error: z.string().max(200).optional().meta({ description: "In its last failure's text." }),
    since: seconds().optional(),
    until: seconds().optional(),
  });
export const BulkRequest = named("BulkRequest", () =>
  z.object({
    action: z.enum(["retry", "redrive", "cancel"]),
    filter: filter(),
    reason: z.string().trim().min(1, "a reason").max(500),
    preview: z.boolean().default(true).meta({ description: "Only tell what would be done." }),
  }),
);
export const BulkAnswer = named("BulkAnswer", () =>
  z.object({
    count: z.int(),
    isMore: z.boolean(),
    first: z.array(TaskSummary()),
    failed: z.array(z.object({ id: z.string(), why: z.string() })).optional(),
  }),
);

export const JobToCome = named("JobToCome", () =>
  z.object({
    job: z.record(z.string(), z.unknown()).meta({ description: "With `lambda_name`." }),
    id: jobId().optional().meta({ description: "The same id is accepted once." }),
  }),
);
export const JobPreview = named("JobPreview", () =>
  z.object({
    labourer: z.string(),
    count: z.int(),
    first: z.array(z.string()).meta({ description: "Payloads of the first tasks, as JSON." }),
  }),
);
const jobFacts = () => ({
  id: z.string(),
  labourer: z.string(),
  state: z.enum(["accepted", "loading", "loaded", "cancelled"]),
  count: z.int(),
  loaded: z.int(),
  createdAt: seconds().optional(),
  leftOut: z.int().optional().meta({ description: "By keys of tasks that are there." }),
  first: z.array(z.string()).optional().meta({ description: "Ids of its first tasks." }),
});
export const JobNow = named("JobNow", () => z.object(jobFacts()));
export const JobHistory = named("JobHistory", () =>
  z.object({
    ...jobFacts(),
    held: z
      .enum(["paused", "draining", "cancelled"])
      .optional()
      .meta({ description: "What an operator decided, while that holds." }),
    correlation: z.string().optional(),
    request: z
      .string()
      .optional()
      .meta({ description: "As it was asked for, cut where it is long." }),
    operations: z
      .array(
        z.object({
          action: z.string(),
          at: seconds(),
          by: z.string().optional(),
          reason: z.string().optional(),
        }),
      )
      .meta({ description: "What operators did to it lately, the newest first." }),
  }),
);
export const Jobs = named("Jobs", () =>
  z.object({ jobs: z.array(JobNow()), cursor: z.string().optional() }),
);
