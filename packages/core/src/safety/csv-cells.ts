export type Cell = string | number | boolean | null | undefined;

/** By these a spreadsheet knows a formula; the wide ones are what East Asian input gives. */
const formulaStart = /^[\s\p{Cc}]*[=+\-@＝＋－＠]|^[\t\r\n]/u;
const plainNumber = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;

/**
 * A cell's text that no spreadsheet runs as a formula: one that begins with `=`, `+`, `-`, `@`, tab
 * or a line end (also behind spaces) gets an apostrophe before it. Numbers stay: `-12.5`, `+1e3`.
 */
export function safeCell(value: Cell): string {
  if (value === null || value === undefined) return "";
  const text = String(value);
  if (typeof value !== "string" || plainNumber.test(text)) return text;
  return formulaStart.test(text) ? `'${text}` : text;
}

/** One CSV record of safe cells, quoted where needed (RFC 4180), with its line end. */
export function csvLine(cells: readonly Cell[]): string {
  return `${cells.map((cell) => quoted(safeCell(cell))).join(",")}\r\n`;
}

function quoted(text: string): string {
  return /[",;\t\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
