import { SwitchyardError } from "../../errors.ts";

/** An update got no answer, and what is stored now doesn't tell whether it took place. */
export class OutcomeUnknownError extends SwitchyardError {
  override readonly name = "OutcomeUnknownError";
  readonly code = "state.outcome_unknown";
  /** What was to be changed. */
  readonly what: string;

  constructor(what: string, cause?: unknown) {
    super(`An update of ${what} got no answer; it may or may not have taken place.`, { cause });
    this.what = what;
  }
}
