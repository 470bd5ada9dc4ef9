import { LocalError } from "../errors.ts";

/** A deployment to the emulator failed; `reason` is the code of what failed. */
export class DeployFailedError extends LocalError {
  override readonly name = "DeployFailedError";
  readonly code = "local.deploy-failed";
  readonly reason: string;

  constructor(reason: string, message: string) {
    super(message, "Run it again once that is mended: it goes on from where it stopped.");
    this.reason = reason;
  }
}
