import { stage } from "../stage";
import { sendTraces, traced } from "../tracing";
import * as may from "./grants";
import { labourers } from "./labourers";
import { mayLoop } from "./loop";
import { essentials, logical } from "./names";
import { closedTasks, config, flow, queueBucket, retryTasks, tasks, tasksMeta } from "./tables";

/** A task that died: subscribe whoever has to know. */
export const deadTasks = new sst.aws.SnsTopic("DeadTasks");

/** What every function that works on the tables is told. */
export const environment = {
  STAGE: $app.stage,
  TASKS_TABLE: tasks.name,
  CLOSED_TASKS_TABLE: closedTasks.name,
  RETRY_TASKS_TABLE: retryTasks.name,
  TASKS_META_TABLE: tasksMeta.name,
  CONFIG_TABLE: config.name,
  FLOW_TABLE: flow.name,
  QUEUE_BUCKET: queueBucket.name,
  SCHEDULER_FUNCTION: essentials.scheduler,
  ORCHESTRATOR_FUNCTION: essentials.orchestrator,
  SCAVENGER_FUNCTION: essentials.scavenger,
  ASSISTANT_FUNCTION: essentials.assistant,
  SCHEDULER_NAME: logical.scheduler,
  ORCHESTRATOR_NAME: logical.orchestrator,
  SCAVENGER_NAME: logical.scavenger,
  ASSISTANT_NAME: logical.assistant,
  CONFIG_TTL_SECONDS: String(stage.configSeconds),
  METER_REQUESTS: String(stage.meterRequests),
  TASK_RETENTION_DAYS: String(stage.taskDays),
  TASK_HISTORY: String(stage.taskHistory),
  LABOURERS: $jsonStringify(labourers),
};

const common = {
  nodejs: { minify: true },
  logging: { retention: stage.logRetention },
  memory: "1024 MB",
  environment,
  retries: 0,
  // A poke that has waited for so long is the clock's by then.
  transform: { ...traced, eventInvokeConfig: { maximumEventAgeInSeconds: 60 } },
} as const;
const always = [may.readConfiguration, may.writeHistory, may.keepFlow, ...sendTraces];

/** Turns jobs into tasks. */
export const scheduler = new sst.aws.Function("Scheduler", {
  ...common,
  name: essentials.scheduler,
  handler: "packages/functions/src/orchestration/scheduler.handler",
  timeout: "15 minutes",
  // The same job is accepted once, so Lambda's own retries of an event are welcome.
  retries: 2,
  transform: { ...traced, eventInvokeConfig: { maximumEventAgeInSeconds: 6 * 3_600 } },
  permissions: [
    ...always,
    may.readTasks,
    may.createTasks,
    may.checkTasks,
    may.seeCapacity,
    may.keepQueueFiles,
    may.poke,
    may.goOnLoading,
  ],
});

const workers = Object.values(labourers).map(({ arn }) => arn);

/** Starts tasks within the limits: every minute, and when poked. */
export const orchestrator = new sst.aws.Function("Orchestrator", {
  ...common,
  name: essentials.orchestrator,
  handler: "packages/functions/src/orchestration/orchestrator.handler",
  timeout: "60 seconds",
  permissions: [
    ...always,
    may.readTasks,
    may.readClosed,
    may.changeTasks,
    may.moveTasks,
    may.keepQueueFiles,
    may.poke,
    {
      actions: ["lambda:InvokeFunction", "lambda:GetFunctionConfiguration"],
      resources: workers,
    },
    // CloudWatch knows no resources for it.
    { actions: ["cloudwatch:GetMetricData"], resources: ["*"] },
  ],
});

/** Archives, retries, closes: every minute, and when poked. */
export const scavenger = new sst.aws.Function("Scavenger", {
  ...common,
  name: essentials.scavenger,
  handler: "packages/functions/src/orchestration/scavenger.handler",
  timeout: "60 seconds",
  environment: { ...environment, DEAD_TASKS_TO: deadTasks.arn },
  permissions: [
    ...always,
    may.readTasks,
    may.readClosed,
    may.readRetries,
    may.changeTasks,
    may.moveTasks,
    may.poke,
    may.goOnLoading,
    { actions: ["sns:Publish"], resources: [deadTasks.arn] },
  ],
});

/** What workers tell how they do. */
export const assistant = new sst.aws.Function("WorkerAssistant", {
  ...common,
  name: essentials.assistant,
  handler: "packages/functions/src/orchestration/assistant.handler",
  timeout: "20 seconds",
  permissions: [
    ...always,
    may.readTasks,
    may.readClosed,
    may.readRetries,
    may.changeTasks,
    may.changeRetries,
    may.moveTasks,
    may.poke,
    may.pokeScavenger,
    may.keepResults,
  ],
});

// A task that ends starts the next: such a loop is meant, and guarded by a count of its own.
for (const [name, fn] of Object.entries({ scheduler, orchestrator, scavenger, assistant }))
  mayLoop(name, fn);

for (const [name, fn] of Object.entries({
  OrchestratorClock: orchestrator,
  ScavengerClock: scavenger,
})) {
  new sst.aws.CronV2(name, { schedule: "rate(1 minute)", function: fn.arn });
}
