import { type $ZodError, type $ZodType, config, type output, safeParse } from "zod/v4/core";
import english from "zod/v4/locales/en.js";
import { InvalidInputError, type Issue } from "../errors.ts";

// Schemas of `zod/mini` know what is wrong, but have no words for it.
config(english());

/** The environment a process was given is unusable; names each variable. Nothing was done. */
export class InvalidSettingsError extends InvalidInputError {
  override readonly name: string = "InvalidSettingsError";
  override readonly code: string = "settings.invalid";
}

export type Environment = Readonly<Record<string, string | undefined>>;

/** Reads what `schema` names from an environment. An empty variable counts as absent. Throws `InvalidSettingsError`. */
export function parseEnvironment<S extends $ZodType>(schema: S, env: Environment): output<S> {
  const present = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ""));
  // Read once: a compiled parser would never pay.
  const { success, data, error } = safeParse(schema, present, { jitless: true });
  if (!success) throw new InvalidSettingsError(issuesOf(error, present));
  return data;
}

/** What Zod found, in this project's one form. */
export function issuesOf(error: $ZodError, input: unknown): Issue[] {
  return error.issues.map(({ path, message }) => ({
    field: path.map(String).join(".") || "(whole)",
    value: valueAt(input, path),
    expected: message.replace(/^Invalid input: expected /, "").replace(/, received .*$/, ""),
  }));
}

function valueAt(input: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, step) =>
      typeof value === "object" && value !== null ? Reflect.get(value, step) : undefined,
    input,
  );
}
