import * as z from "zod/mini";
import { type Environment, parseEnvironment } from "../../aws/environment.ts";
import { lazy } from "../../lazy.ts";

const WorkerEnvironment = /* @__PURE__ */ lazy(() =>
  z.object({
    WORKER_ASSISTANT: z.prefault(z.string(), "sosw_worker_assistant"),
    QUEUE_BUCKET: z.optional(z.string()),
    DEAD_SNS_TOPIC: z.prefault(z.string(), "SoswWorkerErrors"),
  }),
);

export interface WorkerSettings {
  /** The assistant's function: a name or an ARN. */
  readonly assistant: string;
  /** Holds payloads and results that are too large for a row or an invocation. */
  readonly queueBucket?: string;
  /** Where `die` publishes: a topic's name, in the function's own region and account, or its ARN. */
  readonly deadTopic: string;
}

/** Reads `WORKER_ASSISTANT`, `QUEUE_BUCKET` and `DEAD_SNS_TOPIC`. Throws `InvalidSettingsError`. */
export function workerSettings(env: Environment = process.env): WorkerSettings {
  const read = parseEnvironment(WorkerEnvironment(), env);
  return {
    assistant: read.WORKER_ASSISTANT,
    queueBucket: read.QUEUE_BUCKET,
    deadTopic: read.DEAD_SNS_TOPIC,
  };
}
