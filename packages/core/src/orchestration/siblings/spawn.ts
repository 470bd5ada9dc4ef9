import { InvokeCommand, type LambdaClient } from "@aws-sdk/client-lambda";
import { lambdaClient } from "../../aws/clients/lambda.ts";
import { type QueueObjects } from "../worker/objects.ts";
import { NotScheduledError, SiblingRefusedError, SiblingUnknownError } from "./errors.ts";
import { type Parent, planSibling, type SiblingLimits } from "./plan.ts";
import { isTargeted } from "./targets.ts";

export interface SpawnAccess extends SiblingLimits {
  readonly lambda?: Pick<LambdaClient, "send">;
  /** Where a payload goes that is too large for an event. */
  readonly objects?: () => Promise<QueueObjects | undefined>;
  /** Whether something enabled targets the function; default: `isTargeted`. */
  readonly isTargeted?: (functionArn: string) => Promise<boolean>;
  readonly newToken?: () => string;
}

/**
 * Invokes the same function asynchronously to go on with what is left.
 *
 * Unless forced, something enabled must target the function: a chain of siblings that nothing
 * else started can't be stopped by switching its schedule off. Throws `NotScheduledError`,
 * `TooManySiblingsError`, `SiblingTooLargeError`, `SiblingRefusedError` (nothing was started) and
 * `SiblingUnknownError`. Needs `lambda:InvokeFunction` on itself. Seed: spawn_sibling.
 */
export async function spawnSibling(
  payload: Readonly<Record<string, unknown>>,
  parent: Parent & { readonly functionArn: string },
  { force = false }: { readonly force?: boolean } = {},
  access: SpawnAccess = {},
): Promise<void> {
  const objects = await access.objects?.();
  const key = objects && `siblings/${parent.functionName}/${newToken(access)}.json`;
  const { event, object } = planSibling(payload, parent, key, access);
  const check = access.isTargeted ?? isTargeted;
  if (!force && !(await check(parent.functionArn))) throw new NotScheduledError(parent.functionArn);
  if (object) await objects?.write(object.key, object.json);
  await invoke(parent.functionName, event, access.lambda);
}

const newToken = ({ newToken: make = () => crypto.randomUUID() }: SpawnAccess) => make();

async function invoke(
  FunctionName: string,
  Payload: string,
  lambda: Pick<LambdaClient, "send"> = lambdaClient(),
) {
  const command = new InvokeCommand({ FunctionName, InvocationType: "Event", Payload });
  try {
    await lambda.send(command);
  } catch (error) {
    if (error instanceof Error && isFirstAnswer(error))
      throw new SiblingRefusedError(FunctionName, error);
    throw new SiblingUnknownError(FunctionName, error);
  }
}

/** An answered refusal of the only try: no earlier one can have started a sibling. */
function isFirstAnswer(error: Error): boolean {
  if (!("$metadata" in error) || typeof error.$metadata !== "object") return false;
  const { httpStatusCode, attempts }: { httpStatusCode?: number; attempts?: number } =
    error.$metadata ?? {};
  return httpStatusCode !== undefined && httpStatusCode < 500 && (attempts ?? 1) === 1;
}
