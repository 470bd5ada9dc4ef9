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
  const ExpressionAttributeValues: Record<string, unknown> = {};
  const parts = (members: object = {}, part: (name: string) => string) => {
    const made: string[] = [];
    for (const [name, value] of Object.entries(members)) {
      if (value === undefined) continue;
      ExpressionAttributeValues[`:${name}`] = value;
      made.push(part(name));
    }
    return made;
  };
  const set = [
    ...parts(change.set, (name) => `#${name} = :${name}`),
    ...parts(change.setOnce, (name) => `#${name} = if_not_exists(#${name}, :${name})`),
  ];
  const add = parts(change.add, (name) => `#${name} :${name}`);
  const remove = (change.remove ?? []).map((name) => `#${name}`);
  const UpdateExpression = [clause("SET", set), clause("ADD", add), clause("REMOVE", remove)]
    .filter(Boolean)
    .join(" ");
  return {
    UpdateExpression,
    ConditionExpression: condition?.expression,
    ExpressionAttributeNames: namesIn(`${UpdateExpression} ${condition?.expression ?? ""}`, called),
    ExpressionAttributeValues: Object.assign(ExpressionAttributeValues, condition?.values),
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
  const names: Record<string, string> = {};
  for (const name of placeholdersIn(expression)) names[`#${name}`] = called[name] ?? name;
  return names;
}

function placeholdersIn(expression: string): readonly string[] {
  const found = known.get(expression);
  if (found) return found;
  const names = Array.from(expression.matchAll(/#(\w+)/g), ([, name = ""]) => name);
  if (known.size < 1_000) known.set(expression, names);
  return names;
}

/** A program sends the same few expressions again and again. */
const known = new Map<string, readonly string[]>();

const clause = (keyword: string, parts: readonly string[]) =>
  parts.length > 0 ? `${keyword} ${parts.join(", ")}` : "";
