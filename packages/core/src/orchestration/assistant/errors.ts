import { InvalidInputError } from "../../errors.ts";

/** A request that the assistant can't take; names each field. Nothing was written. */
export class InvalidAssistantRequestError extends InvalidInputError {
  override readonly name = "InvalidAssistantRequestError";
  override readonly code = "orchestration.invalid_assistant_request";
}
