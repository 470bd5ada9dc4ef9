import { type AttributeValue } from "@aws-sdk/client-dynamodb";
import { validation } from "../errors.ts";
import { addNumbers } from "../decimal.ts";
import { equalValues, setMembers, typeOf, type Item } from "../values.ts";
import { type Bindings } from "./bindings.ts";
import { read, removed, written } from "./document.ts";
import { type Assigned, type UpdateAction } from "./syntax.ts";

/** The item after the update. Every right-hand side sees the item as it was. */
export function updated(before: Item, actions: readonly UpdateAction[], bindings: Bindings): Item {
  let after = before;
  // Removed from the end: a list's earlier indexes stay what they were.
  for (const action of actions.filter(({ kind }) => kind !== "remove")) {
    const path = bindings.path(action.path);
    const value = outcome(action, before, bindings);
    if (value) after = written(after, path, value);
    else if (read(after, path)) after = removed(after, path);
  }
  const removals = actions.filter(({ kind }) => kind === "remove");
  const paths = removals.map(({ path }) => bindings.path(path)).toSorted(lastIndexFirst);
  for (const path of paths) after = removed(after, path);
  return after;
}

/** What an action leaves at its path; `undefined` for nothing. */
function outcome(action: UpdateAction, before: Item, bindings: Bindings) {
  if (action.kind === "remove") return undefined;
  if (action.kind === "set") return assigned(action.value, before, bindings);
  const present = read(before, bindings.path(action.path));
  const given = bindings.value(action.value.name);
  return action.kind === "add" ? added(present, given) : taken(present, given);
}

function assigned(value: Assigned, before: Item, bindings: Bindings): AttributeValue {
  switch (value.kind) {
    case "value":
      return bindings.value(value.name);
    case "path":
      return read(before, bindings.path(value)) ?? missing();
    case "if_not_exists":
      return read(before, bindings.path(value.path)) ?? assigned(value.otherwise, before, bindings);
    case "list_append":
      return joined(
        assigned(value.first, before, bindings),
        assigned(value.second, before, bindings),
      );
    default:
      return calculated(
        assigned(value.left, before, bindings),
        assigned(value.right, before, bindings),
        value.kind === "+" ? 1 : -1,
      );
  }
}

function joined(first: AttributeValue, second: AttributeValue): AttributeValue {
  return first.L && second.L ? { L: [...first.L, ...second.L] } : wrongType();
}

function calculated(a: AttributeValue, b: AttributeValue, sign: 1 | -1): AttributeValue {
  if (a.N === undefined || b.N === undefined) return wrongType();
  const sum = addNumbers(a.N, b.N, sign);
  if (sum === undefined) {
    throw validation(
      "Number overflow. Attempting to store a number with magnitude larger than supported range",
    );
  }
  return { N: sum };
}

function added(present: AttributeValue | undefined, given: AttributeValue): AttributeValue {
  if (given.N !== undefined) return calculated(present ?? { N: "0" }, given, 1);
  if (setMembers(given).length === 0) return wrongType();
  if (!present) return given;
  if (typeOf(present) !== typeOf(given)) return wrongType();
  const fresh = setMembers(given).filter((member) => !isIn(present, member));
  return setOf(given, [...setMembers(present), ...fresh]);
}

function taken(present: AttributeValue | undefined, given: AttributeValue) {
  if (setMembers(given).length === 0) return wrongType();
  if (!present) return undefined;
  if (typeOf(present) !== typeOf(given)) return wrongType();
  const left = setMembers(present).filter((member) => !isIn(given, member));
  return left.length > 0 ? setOf(given, left) : undefined;
}

function setOf(like: AttributeValue, members: readonly AttributeValue[]): AttributeValue {
  if (like.SS) return { SS: members.flatMap(({ S }) => S ?? []) };
  if (like.NS) return { NS: members.flatMap(({ N }) => N ?? []) };
  return { BS: members.flatMap(({ B }) => (B ? [B] : [])) };
}

function isIn(set: AttributeValue, wanted: AttributeValue): boolean {
  return setMembers(set).some((member) => equalValues(member, wanted));
}

function lastIndexFirst(a: readonly (string | number)[], b: readonly (string | number)[]): number {
  const [one, other] = [a.at(-1), b.at(-1)];
  return typeof one === "number" && typeof other === "number" ? other - one : 0;
}

function missing(): never {
  throw validation(
    "The provided expression refers to an attribute that does not exist in the item",
  );
}

function wrongType(): never {
  throw validation("An operand in the update expression has an incorrect data type");
}
