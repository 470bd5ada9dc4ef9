/** What a write changes. Values that are `undefined` are left alone. */
export interface Change {
  readonly set?: Readonly<Record<string, unknown>>;
  /** Set only where nothing is yet. */
  readonly setOnce?: Readonly<Record<string, unknown>>;
  /** Numbers are added up; sets of text are joined. */
  readonly add?: Readonly<Record<string, number | ReadonlySet<string>>>;
  readonly remove?: readonly string[];
}

/** Attributes stand as `#name`, values as `:name`; the names are filled in from the text. */
export interface Condition {
  readonly expression: string;
  readonly values?: Readonly<Record<string, unknown>>;
}

/** What attributes are called in a table, where not as in the expressions. */
export type AttributeNames = Readonly<Record<string, string>>;

/** The parameters of a DynamoDB update that makes `change` where `condition` holds. Pure. */
export function updateExpression(change: Change, condition?: Condition, called?: AttributeNames) {
  const set = Object.entries(change.set ?? {}).filter(isGiven);
  const setOnce = Object.entries(change.setOnce ?? {}).filter(isGiven);
  const add = Object.entries(change.add ?? {});
  const UpdateExpression = [
    clause("SET", [
      ...set.map(([name]) => `#${name} = :${name}`),
      ...setOnce.map(([name]) => `#${name} = if_not_exists(#${name}, :${name})`),
    ]),
    clause(
      "ADD",
      add.map(([name]) => `#${name} :${name}`),
    ),
    clause(
      "REMOVE",
      (change.remove ?? []).map((name) => `#${name}`),
    ),
  ]
    .filter(Boolean)
    .join(" ");
  return {
    UpdateExpression,
    ConditionExpression: condition?.expression,
    ExpressionAttributeNames: namesIn(`${UpdateExpression} ${condition?.expression ?? ""}`, called),
    ExpressionAttributeValues: {
      ...Object.fromEntries(
        [...set, ...setOnce, ...add].map(([name, value]) => [`:${name}`, value]),
      ),
      ...condition?.values,
    },
  };
}

/** The parameters of a condition on its own; none without one. Pure. */
export function conditionExpression(condition?: Condition, called?: AttributeNames) {
  if (!condition) return {};
  const { expression, values } = condition;
  return {
    ConditionExpression: expression,
    ExpressionAttributeNames: namesIn(expression, called),
    ...(values && { ExpressionAttributeValues: values }),
  };
}

/** Every `#name` of an expression with the attribute it stands for. */
export function namesIn(expression: string, called: AttributeNames = {}): Record<string, string> {
  const found = expression.matchAll(/#(\w+)/g);
  return Object.fromEntries(
    Array.from(found, ([placeholder, name = ""]) => [placeholder, called[name] ?? name]),
  );
}

const isGiven = ([, value]: [string, unknown]) => value !== undefined;
const clause = (keyword: string, parts: readonly string[]) =>
  parts.length > 0 ? `${keyword} ${parts.join(", ")}` : "";
