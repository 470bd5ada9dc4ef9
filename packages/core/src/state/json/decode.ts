import { CorruptStateError } from "../codec/errors.ts";
import { exactJson, exactValue, standForPythons } from "./exact.ts";
import { type Reviver } from "./hooks.ts";

/**
 * What a JSON text holds; `undefined` when it is no JSON.
 *
 * Reads what Python's `json` writes too: NaN, infinities, and integers of any size (as BigInt where
 * a number can't hold them). Throws `CorruptStateError` when it is nested too deeply to be revived.
 */
export function decodeJson(
  text: string,
  reviver?: Reviver,
): { readonly value: unknown } | undefined {
  const plain = hasPythonWords.test(text) ? standForPythons(text) : text;
  try {
    const wantsCare = reviver !== undefined || plain !== text || hasLongNumber.test(text);
    return { value: wantsCare ? careful(plain, reviver) : (JSON.parse(plain) as unknown) };
  } catch (error) {
    if (error instanceof NoJsonError) return undefined;
    if (error instanceof SyntaxError && reviver === undefined) return undefined;
    if (error instanceof RangeError && error.message.includes("call stack"))
      throw new CorruptStateError("nested too deeply to be read");
    throw error;
  }
}

const hasPythonWords = /NaN|Infinity/;
const hasLongNumber = /\d{16}/;

/** The text is no JSON: told apart from a SyntaxError that a reviver throws. */
class NoJsonError extends SyntaxError {}

function careful(text: string, reviver?: Reviver): unknown {
  try {
    JSON.parse(text);
  } catch {
    throw new NoJsonError();
  }
  return exactJson.parse(text, function (key, value, { source }) {
    const exact =
      typeof value === "number" && source !== undefined ? exactValue(value, source) : value;
    return reviver ? reviver.call(this, key, exact) : exact;
  });
}
