import type { Properties } from "./resource-type.ts";

interface Principal {
  type: string;
  identifiers: string[];
}
interface Statement {
  sid?: string;
  effect?: string;
  actions?: string[];
  notActions?: string[];
  resources?: string[];
  notResources?: string[];
  principals?: Principal[];
  conditions?: { test: string; variable: string; values: string[] }[];
}

/** What `aws.iam.getPolicyDocument` answers: the document as JSON, and the statements as they were given. */
export function renderPolicyDocument(inputs: Properties): Properties {
  const statements = (inputs["statements"] ?? []) as Statement[];
  const document = {
    Version: inputs["version"] ?? "2012-10-17",
    Statement: statements.map(render),
  };
  const json = JSON.stringify(document);
  // SST tells an empty policy, which AWS refuses, by its missing statements.
  const answered = statements.length > 0 ? { statements } : { statements: undefined };
  return { ...inputs, ...answered, id: String(json.length), json, minifiedJson: json };
}

function render(statement: Statement) {
  return {
    Sid: statement.sid,
    Effect: statement.effect ?? "Allow",
    Action: statement.actions,
    NotAction: statement.notActions,
    Resource: statement.resources,
    NotResource: statement.notResources,
    Principal: statement.principals && principals(statement.principals),
    Condition: statement.conditions && conditions(statement.conditions),
  };
}

function principals(list: Principal[]) {
  if (list.some(({ type }) => type === "*")) return "*";
  return merge(list.map(({ type, identifiers }) => [type, identifiers] as const));
}

/** Two conditions of one test on different keys stand side by side, as AWS wants them. */
function conditions(list: NonNullable<Statement["conditions"]>) {
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
