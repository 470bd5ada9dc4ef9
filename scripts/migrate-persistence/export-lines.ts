import { issuesOf } from "@switchyard/core/aws/environment.ts";
import { InvalidInputError, shorten } from "@switchyard/core/errors.ts";
import * as z from "zod";
import { changesIn, Entries } from "./values.ts";

const Line = z.strictObject({
  format: z.literal(1),
  table: z.string().min(1),
  key: z.string().min(1),
  keyField: z.string().min(1),
  valueField: z.string().min(1),
  /** Of the pickled bytes, in hexadecimal. */
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  bytes: z.int().nonnegative(),
  entries: Entries,
});

/** One item that `export.py` has read. */
export interface Exported extends z.output<typeof Line> {
  /** What of it comes back as another type, or as less. */
  readonly changes: readonly string[];
}

/** Reads what `export.py` wrote. Throws `InvalidInputError`, which names the line. Pure. */
export function readExport(text: string): Exported[] {
  const lines = text.split("\n").map((line, at) => ({ line, at: at + 1 }));
  const items = lines.filter(({ line }) => line.trim() !== "").map(readLine);
  const places = new Set(items.map(({ table, key }) => JSON.stringify([table, key])));
  if (items.length === 0) refuse("export", "a line for each item", text);
  if (places.size < items.length) refuse("export", "each item once", "one twice");
  return items;
}

function readLine({ line, at }: { readonly line: string; readonly at: number }): Exported {
  const json = parse(line, at);
  const { success, data, error } = Line.safeParse(json);
  if (success)
    return { ...data, changes: changesIn((json as { readonly entries: unknown }).entries) };
  throw new InvalidInputError(
    issuesOf(error, json).map((issue) => ({ ...issue, field: `line ${at}: ${issue.field}` })),
  );
}

function parse(line: string, at: number): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return refuse(`line ${at}`, "JSON, whole", shorten(line));
  }
}

function refuse(field: string, expected: string, value: string): never {
  throw new InvalidInputError([{ field, expected, value: shorten(value) }]);
}
