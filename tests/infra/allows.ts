/** A policy document as this app writes them; anything else makes `allows` throw, never guess. */
interface Statement {
  Effect: "Allow";
  Action: string[];
  Resource: string[];
}

/**
 * Whether IAM would allow `action` on `resource` by these identity policies alone.
 *
 * Knows allowing statements with lists of actions and resources, `*` and `?` in them; throws a `TypeError` for what
 * it doesn't know (Deny, NotAction, Condition …), so that a policy can't outgrow it unseen.
 */
export function allows(policies: readonly string[], action: string, resource: string): boolean {
  return policies.flatMap(statementsOf).some(({ Action, Resource }) => {
    return (
      Action.some((one) => matches(one, action)) && Resource.some((one) => matches(one, resource))
    );
  });
}

export function statementsOf(policy: string): Statement[] {
  const { Statement } = JSON.parse(policy) as { Statement: Record<string, unknown>[] };
  return Statement.map((statement) => {
    const { Effect, Action, Resource, Sid: _, ...unknown } = statement;
    if (Effect !== "Allow" || !Array.isArray(Action) || !Array.isArray(Resource))
      throw new TypeError(`not a plain allowing statement: ${JSON.stringify(statement)}`);
    if (Object.keys(unknown).length > 0)
      throw new TypeError(`unknown in a statement: ${Object.keys(unknown).join()}`);
    return { Effect, Action, Resource };
  });
}

function matches(pattern: string, text: string) {
  const escaped = pattern.replaceAll(/[.+^${}()|[\]\\]/g, String.raw`\$&`);
  return new RegExp(`^${escaped.replaceAll("*", ".*").replaceAll("?", ".")}$`, "is").test(text);
}
