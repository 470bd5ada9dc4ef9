import { InvalidInputError } from "../errors.ts";

/** A job that can't become tasks; says which field, what it holds and what was expected. Nothing was written. */
export class InvalidJobError extends InvalidInputError {
  override readonly name = "InvalidJobError";
  override readonly code = "orchestration.invalid_job";
}
