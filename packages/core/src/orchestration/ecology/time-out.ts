import { GetFunctionConfigurationCommand, type LambdaClient } from "@aws-sdk/client-lambda";
import { InvalidOrchestrationConfigError } from "../errors.ts";
import { type Labourer } from "../labourer.ts";

/** The time-out of a labourer's function, in seconds. Throws the SDK's errors. */
export async function timeOutOf(
  { arn }: Pick<Labourer, "arn">,
  { lambda }: { readonly lambda: Pick<LambdaClient, "send"> },
): Promise<number> {
  const { Timeout = 3 } = await lambda.send(
    new GetFunctionConfigurationCommand({ FunctionName: arn }),
  );
  return Timeout;
}

/**
 * Refuses a labourer whose `duration` is shorter than its function's time-out (both in seconds): a
 * worker could still run when its task has expired, and its next attempt beside it. Throws
 * `InvalidOrchestrationConfigError`. Pure.
 */
export function checkDuration({ id, duration }: Labourer, timeOut: number): void {
  if (duration >= timeOut) return;
  const expected = `at least ${timeOut}, the time-out of its function in seconds`;
  throw new InvalidOrchestrationConfigError([
    { field: `labourers.${id}.duration`, value: duration, expected },
  ]);
}
