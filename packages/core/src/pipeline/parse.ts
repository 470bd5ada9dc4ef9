import * as z from "zod/mini";
import { InvalidSettingsError, type Environment } from "../aws/environment.ts";
import { InvalidInputError, type Issue } from "../errors.ts";

/** Checks an input from outside. Throws `InvalidInputError`; its fields begin with `at`. */
export function parseInput<S extends z.core.$ZodType>(
  schema: S,
  input: unknown,
  at = "",
): z.output<S> {
  const { success, data, error } = z.safeParse(schema, input);
  if (!success) throw new InvalidInputError(issuesIn(error, input, at));
  return data;
}

/** Reads what `schema` names from an environment; an empty variable is none. Throws `InvalidSettingsError`. */
export function parseVariables<S extends z.core.$ZodType>(
  schema: S,
  env: Environment,
): z.output<S> {
  const present = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ""));
  const { success, data, error } = z.safeParse(schema, present);
  if (!success) throw new InvalidSettingsError(issuesIn(error, present, ""));
  return data;
}

function issuesIn(error: z.core.$ZodError, input: unknown, at: string): Issue[] {
  return error.issues.map(({ path, message }) => ({
    field: [at, ...path.map(String)].filter(Boolean).join(".") || "(whole)",
    value: path.reduce(memberOf, input),
    expected: message,
  }));
}

function memberOf(value: unknown, name: PropertyKey): unknown {
  return typeof value === "object" && value !== null ? Reflect.get(value, name) : undefined;
}
