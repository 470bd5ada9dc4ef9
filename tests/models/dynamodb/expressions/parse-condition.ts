import { cursorOver, type Cursor } from "./cursor.ts";
import { type Comparator, type Condition, type Operand, type Parsed, type Test } from "./syntax.ts";

const comparators = ["=", "<>", "<", "<=", ">", ">="] as const;
const tests = [
  "attribute_exists",
  "attribute_not_exists",
  "attribute_type",
  "begins_with",
  "contains",
] as const;

/** Reads a condition, filter or key condition. `kind` names it in errors. */
export function parseCondition(kind: string, expression: string): Parsed<Condition> {
  const cursor = cursorOver(kind, expression);
  const tree = disjunction(cursor);
  if (cursor.peek().kind !== "end") cursor.fail();
  return { tree, names: cursor.names, values: cursor.values };
}

function disjunction(cursor: Cursor): Condition {
  let left = conjunction(cursor);
  while (cursor.take("OR")) left = { kind: "or", left, right: conjunction(cursor) };
  return left;
}

function conjunction(cursor: Cursor): Condition {
  let left = negation(cursor);
  while (cursor.take("AND")) left = { kind: "and", left, right: negation(cursor) };
  return left;
}

function negation(cursor: Cursor): Condition {
  return cursor.take("NOT") ? { kind: "not", condition: negation(cursor) } : primary(cursor);
}

function primary(cursor: Cursor): Condition {
  if (cursor.take("(")) return group(cursor);
  const test = tests.find((name) => name === cursor.peek().text);
  return test && cursor.peek(1).text === "(" ? call(cursor, test) : relation(cursor);
}

/** `((a = :a))` is refused, `((a = :a) AND b = :b)` is not. */
function group(cursor: Cursor): Condition {
  const start = cursor.position();
  const inner = disjunction(cursor);
  if (cursor.groups.get(start) === cursor.position()) {
    cursor.invalid("The expression has redundant parentheses;");
  }
  cursor.expect(")");
  cursor.groups.set(start - 1, cursor.position());
  return inner;
}

function call(cursor: Cursor, test: Test): Condition {
  cursor.next();
  cursor.expect("(");
  const path = operand(cursor);
  if (test === "attribute_exists" || test === "attribute_not_exists") {
    cursor.expect(")");
    if (path.kind !== "path") needsPath(cursor, test);
    return { kind: "call", test, path };
  }
  if (!cursor.take(",")) {
    cursor.invalid(
      `Incorrect number of operands for operator or function; operator or function: ${test}, number of operands: 1`,
    );
  }
  const second = operand(cursor);
  cursor.expect(")");
  return { kind: "call", test, path, operand: second };
}

function needsPath(cursor: Cursor, test: string): never {
  return cursor.invalid(
    `Operator or function requires a document path; operator or function: ${test}`,
  );
}

function relation(cursor: Cursor): Condition {
  const left = operand(cursor);
  const comparator = comparators.find((symbol) => cursor.take(symbol));
  if (comparator) return compared(cursor, left, comparator, operand(cursor));
  if (cursor.take("BETWEEN")) {
    const low = operand(cursor);
    cursor.expect("AND");
    return { kind: "between", operand: left, low, high: operand(cursor) };
  }
  cursor.expect("IN");
  return { kind: "in", operand: left, choices: choices(cursor) };
}

function compared(
  cursor: Cursor,
  left: Operand,
  comparator: Comparator,
  right: Operand,
): Condition {
  if (JSON.stringify(left) === JSON.stringify(right)) {
    cursor.invalid(
      `The first operand must be distinct from the remaining operands for this operator or function; operator: ${comparator}`,
    );
  }
  return { kind: "compare", comparator, left, right };
}

function choices(cursor: Cursor): Operand[] {
  cursor.expect("(");
  const found = [operand(cursor)];
  while (cursor.take(",")) found.push(operand(cursor));
  cursor.expect(")");
  if (found.length > 100) cursor.invalid("Too many operands for operator or function: IN");
  return found;
}

function operand(cursor: Cursor): Operand {
  const token = cursor.peek();
  if (token.kind === "value") return cursor.value();
  if (token.text === "size" && cursor.peek(1).text === "(") {
    cursor.next();
    cursor.expect("(");
    const path = cursor.path();
    cursor.expect(")");
    return { kind: "size", path };
  }
  if (token.kind === "word" && cursor.peek(1).text === "(") {
    cursor.invalid(`Invalid function name; function: ${token.text}`);
  }
  return cursor.path();
}
