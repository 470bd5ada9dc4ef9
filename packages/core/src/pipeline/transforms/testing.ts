import { Readable } from "node:stream";
import { gunzipSync } from "node:zlib";
import * as fc from "fast-check";
import { memoryResults } from "./memory-results.ts";
import { type FileToProcess, processFile } from "./process.ts";
import { type FileFacts } from "./type.ts";

type Options = Partial<Omit<FileToProcess, "facts" | "sink">> & { contentType?: string };

/** Processes bytes under a name, and lets a test look at the results; gzipped ones are unpacked. */
export async function processed(key: string, content: string | Uint8Array, options: Options = {}) {
  const bytes = Buffer.from(content);
  const { contentType, ...rest } = options;
  const { sink, contents } = memoryResults();
  const facts: FileFacts = { key, size: bytes.length, contentType };
  const file = await processFile({ facts, body: Readable.from([bytes]), sink, ...rest });
  const text = (name: string) => contentOf(name, contents.get(name)!).toString();
  return {
    ...file,
    names: [...contents.keys()],
    text,
    json: (name: string): unknown => JSON.parse(text(name)),
    lines: (name: string) => text(name).split("\n").slice(0, -1).map(parse),
  };
}

function contentOf(name: string, bytes: Buffer): Buffer {
  return name.endsWith(".gz") ? gunzipSync(bytes) : bytes;
}

function parse(line: string): unknown {
  return JSON.parse(line);
}

/** What became of it, to compare two ways of reading the same bytes: results, or the error's code. */
export async function outcome(key: string, content: Uint8Array, options: Options = {}) {
  try {
    const { transform, summary, names, text } = await processed(key, content, options);
    return { transform, summary, contents: names.map((name) => [name, text(name)]) };
  } catch (error) {
    return { error: (error as { code?: unknown }).code ?? error };
  }
}

/** The bytes in pieces, cut at the given places (taken modulo the length). */
export function pieces(bytes: Uint8Array, cuts: readonly number[]): Uint8Array[] {
  const places = cuts.map((cut) => cut % (bytes.length + 1)).toSorted((a, b) => a - b);
  return [0, ...places].map((start, index) => bytes.slice(start, places[index] ?? bytes.length));
}

export const cuts = fc.array(fc.nat(), { maxLength: 12 });

/** Fields that look for trouble: quotes, delimiters, line ends, numbers, names of prototypes. */
export const trickyField = fc.oneof(
  fc.string({
    unit: fc.constantFrom("a", '"', ",", ";", "\t", "\n", "\r", " ", "0", "é", "😀"),
    maxLength: 8,
  }),
  fc.constantFrom(
    "",
    "__proto__",
    "constructor",
    "007",
    "-1.5",
    "1.10",
    "true",
    "2024-02-29",
    "1e5",
  ),
  fc.string({ unit: "grapheme", maxLength: 8 }),
);

export const trickyTable = fc.integer({ min: 1, max: 5 }).chain((columns) =>
  fc.array(fc.array(trickyField, { minLength: columns, maxLength: columns }), {
    minLength: 1,
    maxLength: 6,
  }),
);

/** CSV as RFC 4180 writes it: every field quoted. */
export function writeCsv(table: readonly (readonly string[])[], lineEnd = "\r\n"): string {
  return table.map((row) => row.map(quoted).join(",") + lineEnd).join("");
}

function quoted(field: string): string {
  return `"${field.replaceAll('"', '""')}"`;
}
