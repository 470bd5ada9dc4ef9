import { essentials, functionArn, rulesArn } from "./names";
import { closedTasks, config, flow, queueBucket, retryTasks, tasks, tasksMeta } from "./tables";

// By hand, like the pipeline's: each names what it is for.

const index = (table: { arn: $util.Output<string> }) => $interpolate`${table.arn}/index/*`;

/** Everybody who changes a task writes its history and may change flow control's records with it. */
export const writeHistory = { actions: ["dynamodb:PutItem"], resources: [tasksMeta.arn] };

export const readHistory = { actions: ["dynamodb:Query"], resources: [tasksMeta.arn] };

export const keepFlow = {
  actions: [
    "dynamodb:GetItem",
    "dynamodb:BatchGetItem",
    "dynamodb:Query",
    "dynamodb:PutItem",
    "dynamodb:UpdateItem",
    "dynamodb:DeleteItem",
    "dynamodb:ConditionCheckItem",
  ],
  resources: [flow.arn, index(flow)],
};

/** Labourers and settings, each row by its name. Policies can't name rows by their sort key. */
export const readConfiguration = { actions: ["dynamodb:GetItem"], resources: [config.arn] };

export const readTasks = {
  actions: ["dynamodb:GetItem", "dynamodb:BatchGetItem", "dynamodb:Query"],
  resources: [tasks.arn, index(tasks)],
};

export const readClosed = {
  actions: ["dynamodb:GetItem", "dynamodb:BatchGetItem", "dynamodb:Query"],
  resources: [closedTasks.arn, index(closedTasks)],
};

export const readRetries = {
  actions: ["dynamodb:GetItem", "dynamodb:BatchGetItem", "dynamodb:Query"],
  resources: [retryTasks.arn, index(retryTasks)],
};

export const createTasks = {
  actions: ["dynamodb:PutItem"],
  resources: [tasks.arn, retryTasks.arn],
};

/** A key goes to another task only while its own is in neither table. */
export const checkTasks = {
  actions: ["dynamodb:ConditionCheckItem"],
  resources: [tasks.arn, retryTasks.arn],
};

/** A provisioned table is written as fast as it takes it. */
export const seeCapacity = { actions: ["dynamodb:DescribeTable"], resources: [tasks.arn] };

export const changeTasks = { actions: ["dynamodb:UpdateItem"], resources: [tasks.arn] };

export const changeRetries = { actions: ["dynamodb:UpdateItem"], resources: [retryTasks.arn] };

/** Moves between the tables. */
export const moveTasks = {
  actions: ["dynamodb:PutItem", "dynamodb:DeleteItem"],
  resources: [tasks.arn, closedTasks.arn, retryTasks.arn],
};

export const keepQueueFiles = {
  actions: ["s3:GetObject", "s3:PutObject", "s3:AbortMultipartUpload"],
  resources: [$interpolate`${queueBucket.arn}/*`],
};

/** A result too large for a row. */
export const keepResults = {
  actions: ["s3:PutObject"],
  resources: [$interpolate`${queueBucket.arn}/results/*`],
};

const invoke = (...names: string[]) => ({
  actions: ["lambda:InvokeFunction"],
  resources: names.map(functionArn),
});

export const poke = invoke(essentials.orchestrator);

export const pokeScavenger = invoke(essentials.scavenger);

/** A loader that runs out of time goes on as another invocation; an abandoned one is gone on with. */
export const goOnLoading = invoke(essentials.scheduler);

export const tellAssistant = invoke(essentials.assistant);

/**
 * For a worker that hands on what is left to a copy of itself, looks whether a schedule or a rule
 * would stop such a chain, and how many of it run. Its own function only, by its name.
 */
export const spawnSiblings = (name: string) => [
  invoke(name),
  { actions: ["events:DescribeRule"], resources: [rulesArn] },
  // Lists and metrics know no resources.
  {
    actions: [
      "scheduler:ListSchedules",
      "events:ListRuleNamesByTarget",
      "cloudwatch:GetMetricData",
    ],
    resources: ["*"],
  },
];
