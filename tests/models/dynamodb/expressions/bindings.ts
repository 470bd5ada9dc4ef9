import { type AttributeValue } from "@aws-sdk/client-dynamodb";
import { validation } from "../errors.ts";
import { type Item } from "../values.ts";
import { type Parsed, type PathNode } from "./syntax.ts";

/** What a request gives its expressions: names for `#name`, values for `:value`. */
export interface Placeholders {
  readonly ExpressionAttributeNames?: Record<string, string> | undefined;
  readonly ExpressionAttributeValues?: Item | undefined;
}

/** Looks placeholders up; every expression of one request shares it. */
export interface Bindings {
  path(node: PathNode): (string | number)[];
  value(placeholder: string): AttributeValue;
}

/**
 * Ties a request's expressions to its placeholders.
 * Refuses undefined, unused and empty ones, as DynamoDB does before it looks at any item.
 */
export function bind(
  request: Placeholders,
  expressions: Readonly<Record<string, Parsed<unknown> | undefined>>,
): Bindings {
  const used = Object.entries(expressions).filter((entry) => entry[1] !== undefined);
  const { ExpressionAttributeNames: names, ExpressionAttributeValues: values } = request;
  checkShape("ExpressionAttributeNames", names, used.length > 0);
  checkShape("ExpressionAttributeValues", values, used.length > 0);
  for (const [kind, expression] of used) {
    if (expression) checkDefined(kind, expression, { names: names ?? {}, values: values ?? {} });
  }
  const parsed = used.flatMap(([, expression]) => expression ?? []);
  checkUsed(
    "ExpressionAttributeNames",
    names,
    parsed.map((expression) => expression.names),
  );
  checkUsed(
    "ExpressionAttributeValues",
    values,
    parsed.map((expression) => expression.values),
  );
  const part = (text: string | number) =>
    typeof text === "string" && text.startsWith("#") ? (names?.[text] ?? text) : text;
  return {
    path: ({ parts }) => parts.map(part),
    value: (placeholder) => values?.[placeholder] ?? { NULL: true },
  };
}

function checkShape(what: string, given: object | undefined, expressions: boolean): void {
  if (given === undefined) return;
  if (!expressions) throw validation(`${what} can only be specified when using expressions`);
  if (Object.keys(given).length === 0) throw validation(`${what} must not be empty`);
}

function checkDefined(
  kind: string,
  expression: Parsed<unknown>,
  { names, values }: { names: object; values: object },
): void {
  for (const name of expression.names) {
    if (Object.hasOwn(names, name)) continue;
    throw validation(
      `Invalid ${kind}: An expression attribute name used in the document path is not defined; attribute name: ${name}`,
    );
  }
  for (const value of expression.values) {
    if (Object.hasOwn(values, value)) continue;
    throw validation(
      `Invalid ${kind}: An expression attribute value used in expression is not defined; attribute value: ${value}`,
    );
  }
}

function checkUsed(
  what: string,
  given: object | undefined,
  used: readonly ReadonlySet<string>[],
): void {
  const unused = Object.keys(given ?? {}).filter((key) => !used.some((keys) => keys.has(key)));
  if (unused.length === 0) return;
  throw validation(`Value provided in ${what} unused in expressions: keys: {${unused.join(", ")}}`);
}
