/** One value that is not what was asked for. */
export interface Deviation {
  /** Below the resource's inputs: `rules[0].expiration.days`. */
  path: string;
  wanted: unknown;
  reported: unknown;
}

/** Lists whose order AWS doesn't keep, or gives no meaning to. */
const unordered = new Set([
  "alarmActions",
  "allowedHeaders",
  "allowedMethods",
  "allowedOrigins",
  "allowHeaders",
  "allowMethods",
  "allowOrigins",
  "attributes",
  "events",
  "exposeHeaders",
  "filters",
  "functionResponseTypes",
  "globalSecondaryIndexes",
  "inlinePolicies",
  "localSecondaryIndexes",
  "managedPolicyArns",
  "nonKeyAttributes",
  "queues",
  "topics",
]);

/**
 * What differs between a resource's inputs and what is reported of it, among the keys that are reported. Pure.
 *
 * Text and the number or truth it spells are alike; so are what is unset, false, zero and empty, for AWS leaves
 * out what is the default. Policies are compared as policies: order and lists of one don't matter.
 */
export function deviationsOf(
  wanted: Readonly<Record<string, unknown>>,
  reported: Readonly<Record<string, unknown>>,
): Deviation[] {
  return Object.keys(reported).flatMap((key) => differ(key, key, wanted[key], reported[key]));
}

function differ(path: string, key: string, wanted: unknown, reported: unknown): Deviation[] {
  const [a, b] = [plain(key, wanted), plain(key, reported)];
  if (isEmpty(a) && isEmpty(b)) return [];
  if (Array.isArray(a) && Array.isArray(b)) {
    const length = Math.max(a.length, b.length);
    return Array.from({ length }, (_, at) =>
      differ(`${path}[${at}]`, "", a[at] as unknown, b[at] as unknown),
    ).flat();
  }
  if (isRecord(a) && isRecord(b)) {
    const keys = [...new Set([...Object.keys(a), ...Object.keys(b)])];
    return keys.flatMap((below) => differ(`${path}.${below}`, below, a[below], b[below]));
  }
  return textOf(a) === textOf(b) ? [] : [{ path, wanted, reported }];
}

/** JSON is read, policies are brought into one form, and lists without an order are sorted. */
function plain(key: string, value: unknown): unknown {
  const read = typeof value === "string" ? parsed(value) : value;
  if (isRecord(read) && "Statement" in read) return policyForm(read);
  return Array.isArray(read) && unordered.has(key) ? sorted(read) : read;
}

function parsed(text: string): unknown {
  if (!/^\s*[[{]/.test(text)) return text;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text; // It only looks like JSON.
  }
}

function policyForm(policy: Record<string, unknown>) {
  const statements = [policy["Statement"]].flat().filter(isRecord);
  const ids = typeof policy["Id"] === "string" ? { Id: policy["Id"] } : {};
  return { ...ids, Statement: sorted(statements.map(statementForm)) };
}

function statementForm({ Principal, Condition, ...rest }: Record<string, unknown>) {
  // To everybody: AWS stores both ways of writing it.
  const named = isRecord(Principal) ? Principal["AWS"] : Principal;
  const isAnybody = [named].flat().includes("*");
  return {
    ...lists(rest),
    ...(Principal === undefined ? {} : { Principal: isAnybody ? "*" : lists(Principal) }),
    ...(isRecord(Condition)
      ? {
          Condition: Object.fromEntries(
            Object.entries(Condition).map(([test, keys]) => [test, lists(keys)]),
          ),
        }
      : {}),
  };
}

/** Every text as a list of one; lists sorted; an empty `Sid` is none. */
function lists(value: unknown): Record<string, unknown> {
  if (!isRecord(value)) return { AWS: value };
  const entries = Object.entries(value).filter(([, item]) => item !== "" && item !== undefined);
  return Object.fromEntries(entries.map(([key, item]) => [key, sorted([item].flat().map(textOf))]));
}

function sorted(list: readonly unknown[]) {
  return list.toSorted((a, b) => ((stable(a) ?? "") < (stable(b) ?? "") ? -1 : 1));
}

/** The same text for the same value, however its keys are ordered. */
function stable(value: unknown): string | undefined {
  return JSON.stringify(value, (_, item: unknown) =>
    isRecord(item)
      ? Object.fromEntries(Object.entries(item).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : item,
  );
}

const textOf = (value: unknown) => (typeof value === "string" ? value : stable(value));

function isEmpty(value: unknown): boolean {
  if (Array.isArray(value)) return value.length === 0;
  if (isRecord(value)) return Object.values(value).every(isEmpty);
  return [undefined, null, "", false, 0, "0", "false"].includes(value as never);
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
