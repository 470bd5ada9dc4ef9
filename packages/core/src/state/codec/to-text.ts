import { type Kind, kindOf } from "./kinds.ts";
import { survey, type Survey } from "./survey.ts";
import { codecLimits, type CodecOptions } from "./type.ts";

/**
 * A value as JSON text of the format's version 1. What JSON has stands as itself; all else, and
 * what occurs twice, as an object with the key `$`. Keys that begin with `$` get one more.
 *
 * Throws `UnstorableValueError`. Equal texts mean equal values.
 */
export function toText(
  value: unknown,
  { classes = [], limits = codecLimits }: CodecOptions = {},
  /** Where the value is, for errors. */
  at: readonly (string | number)[] = [],
): string {
  const known = survey(value, { classes, limits }, at);
  return known.isJson ? JSON.stringify(value) : write(value, { ...known, ids: new Map() });
}

interface Writing extends Survey {
  /** The numbers of the repeated objects written so far. */
  readonly ids: Map<object, number>;
}

const tagged = (tag: string, content: string) => `{"$":"${tag}","v":${content}}`;

function write(value: unknown, writing: Writing): string {
  switch (typeof value) {
    case "number":
      return writeNumber(value);
    case "undefined":
      return `{"$":"undefined"}`;
    case "bigint":
      return tagged("bigint", `"${value}"`);
    case "object":
      return value === null ? "null" : writeObject(value, writing);
    default:
      return JSON.stringify(value);
  }
}

function writeNumber(value: number): string {
  if (Object.is(value, -0)) return tagged("number", `"-0"`);
  return Number.isFinite(value) ? String(value) : tagged("number", `"${value}"`);
}

/** The first time as itself under a number, if it comes again; then as that number. */
function writeObject(value: object, writing: Writing): string {
  if (!writing.repeated.has(value)) return writeContent(value, writing);
  const known = writing.ids.get(value);
  if (known !== undefined) return `{"$":"ref","id":${known}}`;
  const id = writing.ids.size;
  writing.ids.set(value, id);
  return `{"$":"def","id":${id},"v":${writeContent(value, writing)}}`;
}

function writeContent(value: object, writing: Writing): string {
  const ofClass = writing.contents.get(value);
  if (ofClass) {
    const content = write(ofClass.content, writing);
    return `{"$":"class","c":${JSON.stringify(ofClass.codec.name)},"v":${content}}`;
  }
  // The survey has seen that it is of a kind.
  return writeKind(value, kindOf(value) ?? { name: "object" }, writing);
}

function writeKind(value: object, kind: Kind, writing: Writing): string {
  switch (kind.name) {
    case "object":
      return writeRecord(value, writing);
    case "null":
      return tagged("null", writeRecord(value, writing));
    case "array":
      return writeArray(value as unknown[], writing);
    case "date":
      return tagged("date", JSON.stringify((value as Date).getTime()));
    case "map": {
      const entries = Array.from(
        value as Map<unknown, unknown>,
        ([key, one]) => `[${write(key, writing)},${write(one, writing)}]`,
      );
      return tagged("map", `[${entries.join()}]`);
    }
    case "set": {
      const members = Array.from(value as Set<unknown>, (one) => write(one, writing));
      return tagged("set", `[${members.join()}]`);
    }
    case "url":
      return tagged("url", JSON.stringify((value as URL).href));
    case "bytes":
      return tagged("bytes", `"${Buffer.from(value as ArrayBuffer).toString("base64")}"`);
    default:
      return tagged(kind.view, `"${base64Of(value as ArrayBufferView)}"`);
  }
}

function writeRecord(value: object, writing: Writing): string {
  const members = Object.entries(value).map(
    ([key, one]) =>
      `${JSON.stringify(key.startsWith("$") ? `$${key}` : key)}:${write(one, writing)}`,
  );
  return `{${members.join()}}`;
}

function writeArray(value: readonly unknown[], writing: Writing): string {
  const keys = Object.keys(value);
  if (keys.length === value.length) return `[${value.map((one) => write(one, writing)).join()}]`;
  const members = keys.map((key) => `"${key}":${write(value[Number(key)], writing)}`);
  return `{"$":"array","n":${value.length},"v":{${members.join()}}}`;
}

const base64Of = ({ buffer, byteOffset, byteLength }: ArrayBufferView) =>
  Buffer.from(buffer, byteOffset, byteLength).toString("base64");
