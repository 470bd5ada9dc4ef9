import { type AttributeValue } from "@aws-sdk/client-dynamodb";
import { validation } from "../errors.ts";
import { compareValues, equalValues, setMembers, typeOf, type Item } from "../values.ts";
import { type Bindings } from "./bindings.ts";
import { read } from "./document.ts";
import {
  type Between,
  type Call,
  type Comparison,
  type Condition,
  type Operand,
} from "./syntax.ts";

type Value = AttributeValue | undefined;

/** Whether an item (an empty one where there is none) meets a condition. */
export function holds(condition: Condition, item: Item, bindings: Bindings): boolean {
  const value = (operand: Operand) => valueOf(operand, item, bindings);
  switch (condition.kind) {
    case "and":
      return holds(condition.left, item, bindings) && holds(condition.right, item, bindings);
    case "or":
      return holds(condition.left, item, bindings) || holds(condition.right, item, bindings);
    case "not":
      return !holds(condition.condition, item, bindings);
    case "compare":
      return compared(condition, value);
    case "between":
      return isBetween(condition, value);
    case "in":
      return condition.choices.some((choice) => isEqual(value(condition.operand), value(choice)));
    default:
      return called(condition, value);
  }
}

function valueOf(operand: Operand, item: Item, bindings: Bindings): Value {
  if (operand.kind === "value") return bindings.value(operand.name);
  if (operand.kind === "path") return read(item, bindings.path(operand));
  const found = read(item, bindings.path(operand.path));
  const size = found && countOf(found);
  return size === undefined ? undefined : { N: String(size) };
}

function countOf(value: AttributeValue): number | undefined {
  if (value.S !== undefined) return value.S.length;
  if (value.B) return value.B.byteLength;
  if (value.L) return value.L.length;
  if (value.M) return Object.keys(value.M).length;
  const members = setMembers(value).length;
  return members > 0 ? members : undefined;
}

function compared({ comparator, left, right }: Comparison, value: (operand: Operand) => Value) {
  const [a, b] = [value(left), value(right)];
  if (comparator === "=") return isEqual(a, b);
  if (comparator === "<>") return !isEqual(a, b);
  refuseUnordered(comparator, left, a);
  refuseUnordered(comparator, right, b);
  const order = a && b ? compareValues(a, b) : undefined;
  if (order === undefined) return false;
  if (comparator === "<") return order < 0;
  if (comparator === "<=") return order <= 0;
  return comparator === ">" ? order > 0 : order >= 0;
}

/** A value given in the request must have an order; an attribute without one is just no match. */
function refuseUnordered(operator: string, operand: Operand, value: Value): void {
  if (operand.kind !== "value" || !value || compareValues(value, value) !== undefined) return;
  throw validation(
    `Invalid ConditionExpression: Incorrect operand type for operator or function; operator or function: ${operator}, operand type: ${typeOf(value)}`,
  );
}

function isBetween({ operand, low, high }: Between, value: (operand: Operand) => Value): boolean {
  const [found, lowest, highest] = [value(operand), value(low), value(high)];
  refuseUnordered("BETWEEN", low, lowest);
  refuseUnordered("BETWEEN", high, highest);
  if (low.kind === "value" && high.kind === "value") refuseReversed(lowest, highest);
  if (!found || !lowest || !highest) return false;
  const [above, below] = [compareValues(found, lowest), compareValues(found, highest)];
  return above !== undefined && below !== undefined && above >= 0 && below <= 0;
}

function refuseReversed(low: Value, high: Value): void {
  if (!low || !high || (compareValues(low, high) ?? 0) <= 0) return;
  throw validation(
    "Invalid ConditionExpression: The BETWEEN operator requires upper bound to be greater than or equal to lower bound",
  );
}

function called({ test, path, operand }: Call, value: (operand: Operand) => Value): boolean {
  const found = value(path);
  if (test === "attribute_exists") return found !== undefined;
  if (test === "attribute_not_exists") return found === undefined;
  const wanted = operand && value(operand);
  if (!found || !wanted) return false;
  if (test === "attribute_type") return typeOf(found) === wanted.S;
  return test === "begins_with" ? beginsWith(found, wanted) : contains(found, wanted);
}

function beginsWith(value: AttributeValue, start: AttributeValue): boolean {
  if (value.S !== undefined && start.S !== undefined) return value.S.startsWith(start.S);
  if (!value.B || !start.B) return false;
  return Buffer.compare(value.B.subarray(0, start.B.byteLength), start.B) === 0;
}

function contains(value: AttributeValue, wanted: AttributeValue): boolean {
  if (value.S !== undefined) return wanted.S !== undefined && value.S.includes(wanted.S);
  if (value.B)
    return wanted.B !== undefined && Buffer.from(value.B).includes(Buffer.from(wanted.B));
  const members = value.L ?? setMembers(value);
  return members.some((member) => equalValues(member, wanted));
}

function isEqual(a: Value, b: Value): boolean {
  return a !== undefined && b !== undefined && equalValues(a, b);
}
