import { InvokeCommand, type LambdaClient } from "@aws-sdk/client-lambda";
import { lambdaClient } from "@switchyard/core/aws/clients/lambda.ts";
import { SwitchyardError } from "@switchyard/core/errors.ts";
import * as z from "zod";
import { JobRefusedError } from "./errors.ts";

/** The scheduler's function failed; its log says why. */
class SchedulerFailedError extends SwitchyardError {
  override readonly name = "SchedulerFailedError";
  readonly code = "orchestration.scheduler_failed";
}

interface Asking {
  /** The scheduler's name or ARN. */
  readonly scheduler: string;
  readonly client?: Pick<LambdaClient, "send">;
}

/** What of the scheduler's errors is for whoever sent the job. */
const refusals: ReadonlySet<string> = new Set([
  "InvalidJobError",
  "UnknownLabourerError",
  "LabourerDrainingError",
]);

/**
 * Asks the scheduler's function and waits for its answer. Throws `JobRefusedError`.
 *
 * The API itself may write no task: it may only invoke this function.
 */
export async function askScheduler(
  event: object,
  { scheduler, client = lambdaClient() }: Asking,
): Promise<unknown> {
  const Payload = JSON.stringify(event);
  const answer = await client.send(new InvokeCommand({ FunctionName: scheduler, Payload }));
  const body: unknown = JSON.parse(answer.Payload?.transformToString() || "null");
  if (answer.FunctionError === undefined) return body;
  const { errorType, errorMessage } = Failure.parse(body);
  if (refusals.has(errorType)) throw new JobRefusedError(errorMessage);
  throw new SchedulerFailedError(`${errorType}: ${errorMessage}`);
}

/** Leaves an event with the scheduler's function, which retries it, and doesn't wait. */
export async function tellScheduler(
  event: object,
  { scheduler, client = lambdaClient() }: Asking,
): Promise<void> {
  const Payload = JSON.stringify(event);
  const InvocationType = "Event";
  await client.send(new InvokeCommand({ FunctionName: scheduler, InvocationType, Payload }));
}

const Failure = z.object({
  errorType: z.string().default("Error"),
  errorMessage: z.string().default(""),
});
