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
  { ExpressionAttributeNames: names, ExpressionAttributeValues: values }: Placeholders,
  expressions: Readonly<Record<string, Parsed<unknown> | undefined>>,
): Bindings {
  const parsed: Parsed<unknown>[] = [];
  for (const kind of Object.keys(expressions)) {
    const expression = expressions[kind];
    if (expression) parsed.push(expression);
  }
  checkShape("ExpressionAttributeNames", names, parsed.length > 0);
  checkShape("ExpressionAttributeValues", values, parsed.length > 0);
  for (const kind of Object.keys(expressions)) {
    const expression = expressions[kind];
    if (expression) checkDefined(kind, expression, { names: names ?? {}, values: values ?? {} });
  }
  if (names)
    checkUsed("ExpressionAttributeNames", names, (name) =>
      parsed.some((expression) => expression.names.has(name)),
    );
  if (values)
    checkUsed("ExpressionAttributeValues", values, (name) =>
      parsed.some((expression) => expression.values.has(name)),
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

function checkUsed(what: string, given: object, isUsed: (placeholder: string) => boolean): void {
  const unused = Object.keys(given).filter((placeholder) => !isUsed(placeholder));
  if (unused.length === 0) return;
  throw validation(`Value provided in ${what} unused in expressions: keys: {${unused.join(", ")}}`);
}
