import { type $ZodError, type $ZodIssue, type $ZodType, type output, safeParse } from "zod/v4/core";
import { InvalidInputError, type Issue } from "../errors.ts";

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

/** What Zod found, in this project's one form. `at`: where the input itself stands. */
export function issuesOf(error: $ZodError, input: unknown, at = ""): Issue[] {
  return error.issues.map((issue) => ({
    field: [at, ...issue.path.map(String)].filter(Boolean).join(".") || "(whole)",
    value: valueAt(input, issue.path),
    expected: expectedBy(issue),
  }));
}

/** Schemas of `zod/mini` have no words of their own: all they find is an "Invalid input". */
function expectedBy(issue: $ZodIssue): string {
  const { code, message } = issue;
  if (message !== "Invalid input")
    return message.replace(/^Invalid input: expected /, "").replace(/, received .*$/, "");
  if (code === "invalid_type") return issue.expected;
  if (code === "too_small") return `at least ${issue.minimum}`;
  if (code === "too_big") return `at most ${issue.maximum}`;
  if (code === "invalid_value") return `one of ${issue.values.map(String).join(", ")}`;
  return message;
}

function valueAt(input: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, step) =>
      typeof value === "object" && value !== null ? Reflect.get(value, step) : undefined,
    input,
  );
}
