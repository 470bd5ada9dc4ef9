import { stage } from "../stage";
import { sendTraces, traced } from "../tracing";
import * as may from "./grants";
import { essentials, named } from "./names";
import { queueBucket } from "./tables";

// Workers may tell the assistant how they end, and nothing on the tables.

/** Where workers that die say why (`die`). */
export const workerErrors = new sst.aws.SnsTopic("SoswWorkerErrors");

const timeout = 60;
const worker = {
  nodejs: { minify: true },
  logging: { retention: stage.logRetention },
  timeout: `${timeout} seconds`,
  // Retries are the scavenger's: Lambda's own would be runs that nobody counts.
  retries: 0,
  transform: {
    ...traced,
    // An event that waits longer than its task's slot lasts would run beside the retry.
    eventInvokeConfig: { maximumEventAgeInSeconds: 240 },
  },
} as const;
const environment = {
  WORKER_ASSISTANT: essentials.assistant,
  QUEUE_BUCKET: queueBucket.name,
  DEAD_SNS_TOPIC: workerErrors.arn,
};
const permissions = [
  may.tellAssistant,
  { actions: ["sns:Publish"], resources: [workerErrors.arn] },
  // Payloads and results too large for a row or an invocation go by this bucket.
  {
    actions: ["s3:GetObject"],
    resources: [
      $interpolate`${queueBucket.arn}/scheduler/payloads/*`,
      $interpolate`${queueBucket.arn}/siblings/*`,
    ],
  },
  {
    actions: ["s3:PutObject"],
    resources: [
      $interpolate`${queueBucket.arn}/siblings/*`,
      $interpolate`${queueBucket.arn}/results/*`,
    ],
  },
  ...sendTraces,
];

/** Where the tutorial's worker counts. */
export const hashtagCounts = new sst.aws.Dynamo("HashtagCounts", {
  fields: { word: "string", day: "string" },
  primaryIndex: { hashKey: "word", rangeKey: "day" },
  deletionProtection: stage.deletionProtection,
});

/** Counts hashtags per word and day over the sample data set: docs/tutorial.md. */
export const hashtags = new sst.aws.Function("Hashtags", {
  ...worker,
  name: named("sosw_tutorial_hashtags"),
  handler: "packages/functions/src/orchestration/hashtags.handler",
  environment: { ...environment, COUNTS_TABLE: hashtagCounts.name },
  permissions: [...permissions, { actions: ["dynamodb:PutItem"], resources: [hashtagCounts.arn] }],
});

/** Does what its payload says: waits, fails, never answers. For trying limits and retries out. */
export const rehearsal = new sst.aws.Function("Rehearsal", {
  ...worker,
  name: named("sosw_rehearsal"),
  handler: "packages/functions/src/orchestration/rehearsal.handler",
  environment,
  permissions,
});

/** Who is orchestrated, under which limits; the configuration table may say otherwise. */
export const labourers = {
  hashtags: {
    arn: hashtags.arn,
    max_simultaneous_invocations: 12,
    duration: timeout,
    cooldown: 240,
  },
  rehearsal: {
    arn: rehearsal.arn,
    max_simultaneous_invocations: 6,
    duration: timeout,
    cooldown: 240,
    heartbeat_timeout: 30,
    retry: { base: 2, cap: 60 },
    flow: {
      concurrency: { key: "payload.tenant", limit: 2 },
      fair_share: { key: "payload.tenant" },
      priority: true,
    },
  },
};
