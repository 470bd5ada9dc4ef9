import { InvokeCommand, type LambdaClient } from "@aws-sdk/client-lambda";
import { safeParse, type $ZodType, type output } from "zod/v4/core";
import { lambdaClient } from "../../aws/clients/lambda.ts";
import { shorten } from "../../errors.ts";
import { backOff, type Waiting } from "../../state/writes/backoff.ts";
import {
  type AssistantRequest,
  ClaimAnswer,
  HeartbeatAnswer,
  OutcomeAnswer,
} from "../assistant/protocol.ts";
import { AssistantRefusedError, AssistantUnreachableError } from "./errors.ts";

type Ask<A extends AssistantRequest["action"]> = Omit<
  Extract<AssistantRequest, { action: A }>,
  "action"
>;

/** The assistant, as a worker asks it. Each question may be asked again without harm. */
export interface Assistant {
  readonly claim: (request: Ask<"claim">) => Promise<ClaimAnswer>;
  readonly heartbeat: (request: Ask<"heartbeat">) => Promise<HeartbeatAnswer>;
  readonly completed: (request: Ask<"mark_task_as_completed">) => Promise<OutcomeAnswer>;
  readonly failed: (request: Ask<"mark_task_as_failed">) => Promise<OutcomeAnswer>;
}

export interface AssistantAccess extends Waiting {
  /** The assistant's function: a name or an ARN. */
  readonly assistant: string;
  readonly lambda?: Pick<LambdaClient, "send">;
}

/** Tries of one question when the assistant itself fails; the SDK's own tries come on top. */
const tries = 3;

/**
 * Asks the assistant synchronously. Needs `lambda:InvokeFunction` on it, and nothing on the tables.
 *
 * Throws `AssistantRefusedError` (nothing was changed) and `AssistantUnreachableError` (unknown).
 */
export function assistantClient(access: AssistantAccess): Assistant {
  return {
    claim: (request) => ask(access, { ...request, action: "claim" }, ClaimAnswer),
    heartbeat: (request) => ask(access, { ...request, action: "heartbeat" }, HeartbeatAnswer),
    completed: (request) => tell(access, { ...request, action: "mark_task_as_completed" }),
    failed: (request) => tell(access, { ...request, action: "mark_task_as_failed" }),
  };
}

/** Python's assistant answers `null` where ours says what changed. */
const tell = async (access: AssistantAccess, request: AssistantRequest) =>
  ask(access, request, OutcomeAnswer, { changed: true });

async function ask<S extends $ZodType>(
  access: AssistantAccess,
  request: AssistantRequest,
  schema: S,
  ifNull?: output<S>,
): Promise<output<S>> {
  for (let attempt = 1; ; attempt++) {
    const answer = await invoke(access, request);
    if (answer.failure !== undefined) {
      if (attempt === tries) throw unreachable(access, request, answer.failure);
      await backOff(access, attempt);
      continue;
    }
    if (answer.value === null && ifNull !== undefined) return ifNull;
    const read = safeParse(schema, answer.value);
    if (read.success) return read.data;
    throw unreachable(access, request, `it answered ${shorten(answer.value)}`);
  }
}

/** One synchronous invocation. A failed one may succeed later, but for errors of the request. */
async function invoke(access: AssistantAccess, request: AssistantRequest) {
  const { lambda = lambdaClient(), assistant } = access;
  const Payload = Buffer.from(JSON.stringify(request));
  const command = new InvokeCommand({ FunctionName: assistant, Payload });
  const answer = await lambda.send(command).catch((error: unknown) => {
    throw unreachable(access, request, String(error), error);
  });
  const value = parsed(answer.Payload);
  if (answer.FunctionError === undefined) return { value };
  const { errorType = "Error", errorMessage = "" } = errorIn(value);
  if (ofTheRequest.test(errorType))
    throw new AssistantRefusedError(request.action, errorType, errorMessage);
  return { failure: `${errorType}: ${errorMessage}` };
}

const ofTheRequest = /^(?:TaskNotFound|Invalid|Unknown)/;

function parsed(payload: Uint8Array | undefined): unknown {
  const text = payload === undefined ? "" : Buffer.from(payload).toString();
  try {
    return text === "" ? null : JSON.parse(text);
  } catch {
    return text;
  }
}

function errorIn(value: unknown): { errorType?: string; errorMessage?: string } {
  return typeof value === "object" && value !== null ? value : { errorMessage: String(value) };
}

const unreachable = (
  { assistant }: AssistantAccess,
  { action }: AssistantRequest,
  why: string,
  cause?: unknown,
) => new AssistantUnreachableError(action, assistant, why, cause);
