import { InvalidInputError } from "../../errors.ts";

/** The scheduler's own settings can't be used. Nothing was written. */
export class InvalidSchedulerSettingsError extends InvalidInputError {
  override readonly name = "InvalidSchedulerSettingsError";
  override readonly code = "orchestration.invalid_scheduler_settings";
}
