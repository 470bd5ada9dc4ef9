import { type AttributeValue } from "@aws-sdk/client-dynamodb";
import { compareUtf8 } from "../utf8-order.ts";
import { compareNumbers } from "./decimal.ts";

export type Item = Record<string, AttributeValue>;
const typeNames = ["S", "N", "B", "SS", "NS", "BS", "BOOL", "NULL", "L", "M"] as const;
export type TypeName = (typeof typeNames)[number];

/** The type under which a value travels; `undefined` for an empty one. */
export function typeOf(value: AttributeValue): TypeName | undefined {
  return typeNames.find((name) => value[name] !== undefined);
}

/** Orders two values of one type among S, N and B; `undefined` for others, which have no order. */
export function compareValues(a: AttributeValue, b: AttributeValue): number | undefined {
  if (a.S !== undefined && b.S !== undefined) return compareUtf8(a.S, b.S);
  if (a.N !== undefined && b.N !== undefined) return compareNumbers(a.N, b.N);
  if (a.B !== undefined && b.B !== undefined) return Buffer.compare(a.B, b.B);
  return undefined;
}

/** Deep equality; sets are equal whatever their order. */
export function equalValues(a: AttributeValue, b: AttributeValue): boolean {
  const type = typeOf(a);
  if (type !== typeOf(b)) return false;
  const order = compareValues(a, b);
  if (order !== undefined) return order === 0;
  if (type === "L") return equalLists(a.L ?? [], b.L ?? []);
  if (type === "M") return equalMaps(a.M ?? {}, b.M ?? {});
  if (type === "BOOL") return a.BOOL === b.BOOL;
  if (type === "NULL") return true;
  return equalSets(setMembers(a), setMembers(b));
}

/** A set's members as values of their own, in its order. */
export function setMembers({ SS, NS, BS }: AttributeValue): AttributeValue[] {
  if (SS) return SS.map((S) => ({ S }));
  if (NS) return NS.map((N) => ({ N }));
  return (BS ?? []).map((B) => ({ B }));
}

function equalLists(a: readonly AttributeValue[], b: readonly AttributeValue[]): boolean {
  return a.length === b.length && a.every((value, index) => equalTo(b[index])(value));
}

function equalMaps(a: Item, b: Item): boolean {
  const names = Object.keys(a);
  if (names.length !== Object.keys(b).length) return false;
  return names.every((name) => {
    const [one, other] = [a[name], b[name]];
    return one !== undefined && other !== undefined && equalValues(one, other);
  });
}

function equalSets(a: readonly AttributeValue[], b: readonly AttributeValue[]): boolean {
  return a.length === b.length && a.every((member) => b.some(equalTo(member)));
}

function equalTo(a: AttributeValue | undefined) {
  return (b: AttributeValue) => a !== undefined && equalValues(a, b);
}
