/** Rows as aligned columns under their names; numbers to the right. What would act on a terminal is shown inert. */
export function formatTable(rows: readonly Readonly<Record<string, string | number>>[]): string {
  const columns = Object.keys(rows[0] ?? {});
  const cells = rows.map((row) => columns.map((column) => inert(String(row[column] ?? ""))));
  const widths = columns.map((column, at) =>
    Math.max(column.length, ...cells.map((row) => widthOf(row[at] ?? ""))),
  );
  const line = (row: readonly string[], right: (at: number) => boolean) =>
    row
      .map((cell, at) => pad(cell, widths[at] ?? 0, right(at)))
      .join("  ")
      .trimEnd();
  const isNumber = (at: number) => rows.every((row) => typeof row[columns[at] ?? ""] === "number");
  return [
    line(columns, isNumber),
    widths.map((width) => "─".repeat(width)).join("  "),
    ...cells.map((row) => line(row, isNumber)),
  ].join("\n");
}

/** Control characters and direction overrides of a file's name as escapes. */
export function inert(text: string): string {
  return text.replaceAll(
    /[\p{Cc}\u200E\u200F\u202A-\u202E\u2066-\u2069]/gu,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

const segmenter = new Intl.Segmenter();

/** Columns a terminal needs: East Asian letters and emoji take two. */
function widthOf(text: string) {
  const wide =
    /[\u1100-\u115F\u2E80-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF00-\uFF60]|\p{Emoji_Presentation}/u;
  return [...segmenter.segment(text)].reduce(
    (sum, { segment }) => sum + (wide.test(segment) ? 2 : 1),
    0,
  );
}

function pad(text: string, width: number, right: boolean) {
  const space = " ".repeat(Math.max(0, width - widthOf(text)));
  return right ? space + text : text + space;
}
