import { readFile, writeFile } from "node:fs/promises";
import { UsageError } from "../../cli/command.ts";
import type { Findings } from "../benchmark.ts";
import type { Machine } from "./machine.ts";
import { rowsOf } from "./rows.ts";

/**
 * Puts each benchmark's table between its marks, `<!-- csv -->` and `<!-- end of csv -->`; what
 * wasn't measured stays. Throws `UsageError` where a mark is missing; nothing is written then.
 */
export async function updatePage(
  file: string,
  found: Readonly<Record<string, Findings>>,
  about: Machine,
): Promise<void> {
  let text = await readFile(file, "utf8");
  for (const [name, { findings }] of Object.entries(found)) {
    const [begin, end] = [`<!-- ${name} -->`, `<!-- end of ${name} -->`];
    const [from, to] = [text.indexOf(begin), text.indexOf(end)];
    if (from === -1 || to < from)
      throw new UsageError(`--page: ${file} lacks the marks ${begin} and ${end}`);
    const measured = `Measured on ${about.date}: ${about.machine}.`;
    const section = [begin, measured, markdownTable(rowsOf(findings)), end].join("\n\n");
    text = text.slice(0, from) + section + text.slice(to + end.length);
  }
  await writeFile(file, text);
}

/** Columns padded, as the formatter wants them. */
export function markdownTable(rows: readonly Readonly<Record<string, string>>[]): string {
  const columns = Object.keys(rows[0] ?? {});
  const cells = rows.map((row) => columns.map((column) => escaped(row[column] ?? "")));
  const widths = columns.map((column, at) =>
    Math.max(3, column.length, ...cells.map((row) => row[at]?.length ?? 0)),
  );
  const line = (row: readonly string[]) =>
    `| ${row.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join(" | ")} |`;
  const rule = widths.map((width) => "-".repeat(width));
  return [line(columns), line(rule), ...cells.map(line)].join("\n");
}

const escaped = (text: string) => text.replaceAll("|", "\\|");
