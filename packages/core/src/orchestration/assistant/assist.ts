import { issuesOf } from "../../aws/environment.ts";
import { type Assistant } from "./assistant.ts";
import { claim } from "./claim.ts";
import { markCompleted } from "./completed.ts";
import { InvalidAssistantRequestError } from "./errors.ts";
import { markFailed } from "./failed.ts";
import { heartbeat } from "./heartbeat.ts";
import {
  AssistantRequest,
  type ClaimAnswer,
  type HeartbeatAnswer,
  type OutcomeAnswer,
} from "./protocol.ts";

/**
 * Does what a worker asks of its task: `claim`, `heartbeat`, `mark_task_as_completed`,
 * `mark_task_as_failed`. Every request may be repeated without harm.
 *
 * Throws `InvalidAssistantRequestError` and `TaskNotFoundError`: nothing was written. Seed: Worker
 * Assistant.
 */
export async function assist(
  request: unknown,
  assistant: Assistant,
): Promise<ClaimAnswer | HeartbeatAnswer | OutcomeAnswer> {
  const { success, data, error } = AssistantRequest.safeParse(request);
  if (!success) throw new InvalidAssistantRequestError(issuesOf(error, request));
  if (data.action === "claim") return claim(data, assistant);
  if (data.action === "heartbeat") return heartbeat(data, assistant);
  if (data.action === "mark_task_as_completed") return markCompleted(data, assistant);
  return markFailed(data, assistant);
}
