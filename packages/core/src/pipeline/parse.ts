import { safeParse, type $ZodType, type output } from "zod/v4/core";
import { issuesOf } from "../aws/environment.ts";
import { InvalidInputError } from "../errors.ts";

/** Checks an input from outside. Throws `InvalidInputError`; its fields begin with `at`. */
export function parseInput<S extends $ZodType>(schema: S, input: unknown, at = ""): output<S> {
  const { success, data, error } = safeParse(schema, input);
  if (!success) throw new InvalidInputError(issuesOf(error, input, at));
  return data;
}
