import { SwitchyardError } from "@switchyard/core/errors.ts";

/** Not an error of the function: how a batch says that one of its messages is to come again. */
export class DeliverAgainError extends SwitchyardError {
  override readonly name = "DeliverAgainError";
  readonly code = "pipeline.deliver_again";

  constructor(seconds: number) {
    super(`To be delivered again in ${seconds} s.`);
  }
}
