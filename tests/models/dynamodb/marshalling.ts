import { type AttributeValue } from "@aws-sdk/client-dynamodb";
import { marshall, unmarshall } from "@aws-sdk/util-dynamodb";
import { trusted } from "../trusted.ts";

/**
 * A plain value in the form it travels in, as the SDK's `marshall` with `removeUndefinedValues`
 * makes it. What is usual is done here: a simulation makes millions of them.
 */
export function marshalled(value: unknown): AttributeValue {
  if (typeof value === "string") return { S: value };
  if (typeof value === "boolean") return { BOOL: value };
  if (typeof value === "number" && Math.abs(value) <= Number.MAX_SAFE_INTEGER)
    return { N: String(value) };
  if (value === null) return { NULL: true };
  if (Array.isArray(value)) return { L: value.filter(isKept).map(marshalled) };
  if (!isPlain(value)) return structuredClone(marshall(value, asCore));
  const M: Record<string, AttributeValue> = {};
  for (const name of Object.keys(value)) {
    const member = value[name];
    if (isKept(member)) M[name] = marshalled(member);
  }
  return { M };
}

/** The plain value of one that travelled, as the SDK's `unmarshall` makes it. */
export function unmarshalled(value: unknown): unknown {
  const { S, N, BOOL, L, M } = trusted<AttributeValue>(value);
  if (S !== undefined) return S;
  if (N !== undefined && Math.abs(Number(N)) <= Number.MAX_SAFE_INTEGER) return Number(N);
  if (BOOL !== undefined) return BOOL;
  if (L) return L.map(unmarshalled);
  if (!M) return unmarshall(structuredClone(trusted(value)), { convertWithoutMapWrapper: true });
  const members: Record<string, unknown> = {};
  for (const name of Object.keys(M)) members[name] = unmarshalled(M[name]);
  return members;
}

const asCore = { removeUndefinedValues: true, convertTopLevelContainer: true } as const;

const isKept = (value: unknown) => value !== undefined && typeof value !== "function";

function isPlain(value: unknown): value is Record<string, unknown> {
  if (typeof value !== "object" || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
