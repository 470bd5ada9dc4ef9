import { WorkerDiedError } from "./errors.ts";
import { arnBeside, type LambdaContext } from "./lambda-context.ts";
import { type Log } from "./log.ts";
import { type Stats } from "./stats.ts";

/** Publishes one message to a topic. */
export type Publish = (topicArn: string, subject: string, message: string) => Promise<void>;

export interface Dying {
  readonly context: LambdaContext;
  /** A topic's name, in the function's own region and account, or its ARN. */
  readonly topic: string;
  readonly log: Log;
  readonly stats: Stats;
  readonly publish: Publish;
}

/**
 * Logs the counters, tells the topic, and throws `WorkerDiedError`; a topic that can't be told is
 * logged and never hides the failure. Seed: Processor.die.
 */
export async function die(
  message: string,
  { context, topic, log, stats, publish }: Dying,
): Promise<never> {
  const error = new WorkerDiedError(message);
  log.error(message, { error, stats: { status: "failed", ...stats.all() } });
  const arn = topic.startsWith("arn:") ? topic : arnBeside(context, "sns", topic);
  await publish(arn, `${context.functionName} died`, message).catch((failure: unknown) =>
    log.error("the topic of dead workers was not told", { topic: arn, error: failure }),
  );
  throw error;
}
