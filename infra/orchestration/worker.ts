import { stage } from "../stage";
import { sendTraces, traced } from "../tracing";
import * as may from "./grants";
import { mayLoop } from "./loop";
import { essentials, named } from "./names";
import { queueBucket } from "./tables";

/** Where workers that die say why (`die`). */
export const workerErrors = new sst.aws.SnsTopic("SoswWorkerErrors");

/** Seconds that a worker may take; a labourer's `duration` must cover it. */
export const timeout = 60;

/** Workers may tell the assistant how they end, and nothing on the tables. */
const always = [
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

interface WorkerFunction {
  /** The function's name on a laptop; elsewhere the stage's is before it. */
  name: string;
  handler: string;
  environment?: Record<string, $util.Input<string>>;
  permissions?: { actions: string[]; resources: $util.Input<string>[] }[];
  /** Whether it may hand on what is left to a copy of itself (`spawnSibling`); no by default. */
  siblings?: boolean;
}

/** A function that does tasks: docs/worker.md. */
export function worker(
  component: string,
  { name, handler, environment = {}, permissions = [], siblings = false }: WorkerFunction,
) {
  const fn = new sst.aws.Function(component, {
    name: named(name),
    handler,
    nodejs: { minify: true },
    logging: { retention: stage.logRetention },
    timeout: `${timeout} seconds`,
    // Retries are the scavenger's: Lambda's own would be runs that nobody counts.
    retries: 0,
    environment: {
      WORKER_ASSISTANT: essentials.assistant,
      QUEUE_BUCKET: queueBucket.name,
      DEAD_SNS_TOPIC: workerErrors.arn,
      ...environment,
    },
    permissions: [...always, ...permissions, ...(siblings ? may.spawnSiblings(named(name)) : [])],
    transform: {
      ...traced,
      // An event that waits longer than its task's slot lasts would run beside the retry.
      eventInvokeConfig: { maximumEventAgeInSeconds: 240 },
    },
  });
  // Its end starts the next task, and it may start a sibling; both are counted.
  mayLoop(component, fn);
  return fn;
}
