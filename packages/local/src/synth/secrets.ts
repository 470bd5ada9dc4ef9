/** Pulumi wraps a secret value in an object with this mark; see its `runtime/rpc`. */
const mark = "4dabf18193072939515e22adb298388d";
const secretMark = "1b47061264138c4ac30d75fd1eb44270";

type Visit = (value: unknown) => unknown;

function walk(value: unknown, onSecret: Visit): unknown {
  if (Array.isArray(value)) return value.map((item) => walk(item, onSecret));
  if (value === null || typeof value !== "object") return value;
  if ((value as Record<string, unknown>)[mark] === secretMark)
    return onSecret((value as { value: unknown }).value);
  if (Object.getPrototypeOf(value) !== Object.prototype) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, walk(item, onSecret)]),
  );
}

/** The same value with every secret in the clear, as a provider needs it. Assets stay what they are. */
export function reveal(value: unknown): unknown {
  return walk(value, reveal);
}

/** The same value with every secret as `[secret]`, as people may see it. */
export function redact(value: unknown): unknown {
  return walk(value, () => "[secret]");
}
