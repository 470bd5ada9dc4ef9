/** A policy document as this app writes them; anything else makes `allows` throw, never guess. */
interface Statement {
  Effect: "Allow";
  Action: string[];
  Resource: string[];
  /** By operator (`StringEquals`, `ArnEquals`) and key, the values that a request may have. */
  Condition: Record<string, Record<string, string | string[]>>;
}

/** What each operator asks of a request's value. The last one is about a set of values: here it has one. */
const operators: Readonly<Record<string, (wanted: readonly string[], found: string) => boolean>> = {
  StringEquals: (wanted, found) => wanted.includes(found),
  ArnEquals: (wanted, found) => wanted.includes(found),
  "ForAllValues:StringLike": (wanted, found) => wanted.some((one) => matches(one, found)),
};

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
    const wanted = Object.entries(Condition).flatMap(([operator, one]) =>
      Object.entries(one).map(([key, values]) => ({ operator, key, values: [values].flat() })),
    );
    return (
      Action.some((one) => matches(one, action)) &&
      Resource.some((one) => matches(one, resource)) &&
      wanted.every(({ operator, key, values }) => operators[operator]?.(values, keys[key] ?? ""))
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
    const strange = Object.keys(Condition as object).filter((one) => !(one in operators));
    if (strange.length > 0) throw new TypeError(`unknown conditions: ${strange.join()}`);
    return { Effect, Action, Resource, Condition: Condition as Statement["Condition"] };
  });
}

function matches(pattern: string, text: string) {
  const escaped = pattern.replaceAll(/[.+^${}()|[\]\\]/g, String.raw`\$&`);
  return new RegExp(`^${escaped.replaceAll("*", ".*").replaceAll("?", ".")}$`, "is").test(text);
}
