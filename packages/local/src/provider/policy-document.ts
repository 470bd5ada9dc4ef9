import { ProgramError } from "../synth/errors.ts";
import type { Properties } from "./resource-type.ts";

interface Principal {
  type: string;
  identifiers: string[];
}
interface Condition {
  test: string;
  variable: string;
  values: string[];
}
/** What is unset may come as null. */
interface Statement {
  sid?: string | null;
  effect?: string | null;
  actions?: string[] | null;
  notActions?: string[] | null;
  resources?: string[] | null;
  notResources?: string[] | null;
  principals?: Principal[] | null;
  conditions?: Condition[] | null;
}

/** They merge whole documents, which nothing here does; without them the policy would silently be another. */
const merging = [
  "sourceJson",
  "sourcePolicyDocuments",
  "overrideJson",
  "overridePolicyDocuments",
] as const;

/**
 * What `aws.iam.getPolicyDocument` answers: the document as JSON, and the statements as they were given.
 *
 * Throws `ProgramError` for inputs that would have to be merged.
 */
export function renderPolicyDocument(inputs: Properties): Properties {
  const unknown = merging.filter((key) => inputs[key] !== undefined && inputs[key] !== null);
  if (unknown.length > 0)
    throw new ProgramError(
      `The local stack doesn't know getPolicyDocument's ${unknown.join(", ")}.`,
    );
  const statements = (inputs["statements"] ?? []) as Statement[];
  const document = {
    Version: inputs["version"] ?? "2012-10-17",
    Id: inputs["policyId"] ?? undefined,
    Statement: statements.map(render),
  };
  // The provider's way to write a policy's own variables: `&{aws:username}`.
  const json = JSON.stringify(document).replaceAll("&{", "${");
  // SST tells an empty policy, which AWS refuses, by its missing statements.
  const answered = statements.length > 0 ? { statements } : { statements: undefined };
  return { ...inputs, ...answered, id: String(json.length), json, minifiedJson: json };
}

function render(statement: Statement) {
  return {
    Sid: statement.sid ?? undefined,
    Effect: statement.effect ?? "Allow",
    Action: statement.actions ?? undefined,
    NotAction: statement.notActions ?? undefined,
    Resource: statement.resources ?? undefined,
    NotResource: statement.notResources ?? undefined,
    Principal: statement.principals ? principals(statement.principals) : undefined,
    Condition: statement.conditions ? conditions(statement.conditions) : undefined,
  };
}

function principals(list: Principal[]) {
  if (list.some(({ type }) => type === "*")) return "*";
  return merge(list.map(({ type, identifiers }) => [type, identifiers] as const));
}

/** Two conditions of one test on different keys stand side by side, as AWS wants them. */
function conditions(list: Condition[]) {
  const tests = new Map<string, Record<string, string[]>>();
  for (const { test, variable, values } of list) {
    const known = tests.get(test) ?? {};
    tests.set(test, { ...known, [variable]: [...(known[variable] ?? []), ...values] });
  }
  return Object.fromEntries(tests);
}

function merge(entries: (readonly [string, string[]])[]) {
  const merged: Record<string, string[]> = {};
  for (const [key, values] of entries) merged[key] = [...(merged[key] ?? []), ...values];
  return merged;
}
