/** A policy document as this app writes them; anything else makes `allows` throw, never guess. */
interface Statement {
  Effect: "Allow";
  Action: string[];
  Resource: string[];
  /** By operator (`StringEquals`, `ArnEquals`) and key, the values that a request may have. */
  Condition: Record<string, Record<string, string | string[]>>;
}

const operators = ["StringEquals", "ArnEquals"];

/**
 * Whether IAM would allow `action` on `resource` by these identity policies alone, to a request with these keys.
 *
 * Knows allowing statements with lists of actions and resources, `*` and `?` in them, and equality as a condition;
 * throws a `TypeError` for what it doesn't know (Deny, NotAction …), so that a policy can't outgrow it unseen.
 */
export function allows(
  policies: readonly string[],
  action: string,
  resource: string,
  keys: Readonly<Record<string, string>> = {},
): boolean {
  return policies.flatMap(statementsOf).some(({ Action, Resource, Condition }) => {
    const wanted = Object.values(Condition).flatMap((one) => Object.entries(one));
    return (
      Action.some((one) => matches(one, action)) &&
      Resource.some((one) => matches(one, resource)) &&
      wanted.every(([key, values]) => [values].flat().includes(keys[key] ?? ""))
    );
  });
}

export function statementsOf(policy: string): Statement[] {
  const { Statement } = JSON.parse(policy) as { Statement: Record<string, unknown>[] };
  return Statement.map((statement) => {
    const { Effect, Action, Resource, Condition = {}, Sid: _, ...unknown } = statement;
    if (Effect !== "Allow" || !Array.isArray(Action) || !Array.isArray(Resource))
      throw new TypeError(`not a plain allowing statement: ${JSON.stringify(statement)}`);
    if (Object.keys(unknown).length > 0)
      throw new TypeError(`unknown in a statement: ${Object.keys(unknown).join()}`);
    const strange = Object.keys(Condition as object).filter((one) => !operators.includes(one));
    if (strange.length > 0) throw new TypeError(`unknown conditions: ${strange.join()}`);
    return { Effect, Action, Resource, Condition: Condition as Statement["Condition"] };
  });
}

function matches(pattern: string, text: string) {
  const escaped = pattern.replaceAll(/[.+^${}()|[\]\\]/g, String.raw`\$&`);
  return new RegExp(`^${escaped.replaceAll("*", ".*").replaceAll("?", ".")}$`, "is").test(text);
}
