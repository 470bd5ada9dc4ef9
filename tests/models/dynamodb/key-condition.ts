import { type AttributeValue } from "@aws-sdk/client-dynamodb";
import { validation } from "./errors.ts";
import { type Bindings } from "./expressions/bindings.ts";
import { type Condition, type Operand } from "./expressions/syntax.ts";
import { type KeySchema } from "./schema.ts";

/** What a query asks of the keys: one partition, and (the rest) which ranges in it. */
export interface KeyQuery {
  readonly hash: AttributeValue;
  readonly range: Condition | undefined;
}

/** Reads a key condition: the hash key equal to a value, and at most one condition on the range key. */
export function keyQuery(condition: Condition, key: KeySchema, bindings: Bindings): KeyQuery {
  const parts = flatten(condition);
  const isOn = (name: string) => (part: Condition) => subjectOf(part, bindings) === name;
  const onHash = parts.filter(isOn(key.hash));
  const onRange = parts.filter((part) => !onHash.includes(part));
  const hash = onHash[0];
  if (!hash || hash.kind !== "compare" || hash.comparator !== "=" || hash.right.kind !== "value") {
    throw unsupported(hash ? "" : `Query condition missed key schema element: ${key.hash}`);
  }
  if (onHash.length > 1 || onRange.length > 1) {
    throw validation("KeyConditionExpressions must only contain one condition per key");
  }
  const range = onRange[0];
  if (range) checkRange(range, key, bindings);
  return { hash: bindings.value(hash.right.name), range };
}

function flatten(condition: Condition): Condition[] {
  return condition.kind === "and"
    ? [...flatten(condition.left), ...flatten(condition.right)]
    : [condition];
}

function checkRange(range: Condition, key: KeySchema, bindings: Bindings): void {
  const allowed =
    (range.kind === "compare" && range.comparator !== "<>") ||
    range.kind === "between" ||
    (range.kind === "call" && range.test === "begins_with");
  if (!allowed) throw unsupported("");
  if (key.range === undefined || subjectOf(range, bindings) !== key.range) {
    throw unsupported("Query key condition not supported");
  }
}

/** The one top-level attribute a condition speaks of. */
function subjectOf(condition: Condition, bindings: Bindings): string | undefined {
  const operand = operandOf(condition);
  if (operand?.kind !== "path") return undefined;
  const path = bindings.path(operand);
  return path.length === 1 ? String(path[0]) : undefined;
}

function operandOf(condition: Condition): Operand | undefined {
  if (condition.kind === "compare") return condition.left;
  if (condition.kind === "between") return condition.operand;
  return condition.kind === "call" ? condition.path : undefined;
}

function unsupported(message: string) {
  return validation(message || "Query key condition not supported");
}
