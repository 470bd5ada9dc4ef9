import {
  CorruptStateError,
  UnknownStateVersionError,
  UnstorableValueError,
} from "./codec/errors.ts";
import { fromJson } from "./codec/from-json.ts";
import { toText } from "./codec/to-text.ts";
import { type CodecOptions, codecLimits, type Json } from "./codec/type.ts";

export { fromJson } from "./codec/from-json.ts";
export { toText } from "./codec/to-text.ts";
export { codecLimits, type ClassCodec, type CodecLimits, type CodecOptions } from "./codec/type.ts";

/**
 * A value as text of the format's version 1: `{"$v":1,"v":…}`, described in `docs/state-format.md`.
 *
 * Throws `UnstorableValueError`, which names the place, for functions, symbols, objects of classes
 * without a codec, and beyond the limits.
 */
export function encode(value: unknown, options: CodecOptions = {}): string {
  const text = `{"$v":1,"v":${toText(value, options)}}`;
  const { characters } = options.limits ?? codecLimits;
  if (text.length > characters)
    throw new UnstorableValueError("the value", `a text of more than ${characters} characters`);
  return text;
}

/**
 * The value that `encode` was given, in containers of its own.
 *
 * Throws `CorruptStateError` for what `encode` can't have written, `UnknownStateVersionError` for
 * what a later release has.
 */
export function decode(text: string, options?: CodecOptions): unknown {
  const { v } = parseVersioned(text, options);
  if (v === undefined) throw new CorruptStateError("no value beside the version");
  return fromJson(v, options);
}

/** The parts of a versioned text. Throws like `decode`. */
export function parseVersioned(
  text: string,
  { limits = codecLimits }: CodecOptions = {},
): { readonly [part: string]: Json | undefined } {
  if (text.length > limits.characters)
    throw new CorruptStateError(`more than ${limits.characters} characters`);
  const parts = parseJson(text);
  if (typeof parts !== "object" || parts === null || Array.isArray(parts))
    throw new CorruptStateError("no versioned state", text);
  if (parts["$v"] === undefined) throw new CorruptStateError("no version", text);
  if (parts["$v"] !== 1) throw new UnknownStateVersionError(parts["$v"]);
  return parts;
}

function parseJson(text: string): Json {
  try {
    return JSON.parse(text);
  } catch {
    throw new CorruptStateError("text that isn't JSON", text);
  }
}
