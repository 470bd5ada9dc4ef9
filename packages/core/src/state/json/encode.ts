import { UnstorableValueError } from "../codec/errors.ts";
import { exactJson, exactNumber, spellAsPython } from "./exact.ts";
import { type Replacer } from "./hooks.ts";

/**
 * A value as JSON, compact.
 *
 * `replacer` sees each value first. What JSON can't hold is then written as its string; NaN,
 * infinities and -0 as Python writes them, integers beyond 2^53 as integers. Throws
 * `UnstorableValueError` for cycles and for what has no string of its own, like a Map.
 */
export function encodeJson(value: unknown, replacer?: Replacer, indent?: number): string {
  const paths = new WeakMap<object, string>();
  const replace = function (this: unknown, key: string, found: unknown): unknown {
    const path = pathOf(paths, this, key);
    const hooked = replacer ? replacer.call(this, key, found) : found;
    const held = isInvalidDate(this, key, hooked) ? "Invalid Date" : holdable(hooked, path);
    if (typeof held === "object" && held !== null) paths.set(held, path);
    return held;
  };
  const json = stringify(value, replace, indent);
  if (json === undefined) throw new UnstorableValueError(whole, "undefined");
  return spellAsPython(json);
}

const whole = "(the value)";

function stringify(value: unknown, replace: Replacer, indent?: number): string | undefined {
  try {
    return JSON.stringify(value, replace, indent);
  } catch (error) {
    if (error instanceof TypeError && error.message.startsWith("Converting circular"))
      throw new UnstorableValueError(whole, "a value that contains itself");
    if (error instanceof RangeError && /call stack|string length/.test(error.message))
      throw new UnstorableValueError(whole, "a value of that depth or size");
    throw error;
  }
}

function pathOf(paths: WeakMap<object, string>, holder: unknown, key: string): string {
  if (typeof holder !== "object" || holder === null) return whole;
  const above = paths.get(holder);
  if (above === undefined) return whole;
  const step = Array.isArray(holder) ? `[${key}]` : key;
  if (above === whole) return step;
  return step.startsWith("[") ? above + step : `${above}.${step}`;
}

// JSON.stringify makes null of it before anybody is asked.
function isInvalidDate(holder: unknown, key: string, value: unknown): boolean {
  if (value !== null || typeof holder !== "object" || holder === null) return false;
  const given: unknown = Reflect.get(holder, key);
  return given instanceof Date && Number.isNaN(given.getTime());
}

function holdable(value: unknown, path: string): unknown {
  switch (typeof value) {
    case "number":
      return exactNumber(value);
    case "bigint":
      return isExact(value) ? String(value) : exactJson.rawJSON(String(value));
    case "symbol":
    case "function":
      return String(value);
    case "object":
      return value === null ? null : holdableObject(value, path);
    default:
      return value;
  }
}

const isExact = (integer: bigint) => Number.isSafeInteger(Number(integer));

function holdableObject(value: object, path: string): unknown {
  const tag = Object.prototype.toString.call(value);
  if (hasMembers.has(tag) || "rawJSON" in value) return value;
  const text = textOf(value);
  if (!text.startsWith("[object ")) return text;
  throw new UnstorableValueError(path, `${tag.slice(8, -1)} (a replacer could turn it into JSON)`);
}

const textOf = (value: unknown) => String(value);

// Boxed numbers, strings and booleans are unboxed by JSON.stringify.
const hasMembers = new Set(
  ["Object", "Array", "Number", "String", "Boolean"].map((name) => `[object ${name}]`),
);
