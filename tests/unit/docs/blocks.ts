import { readdirSync, readFileSync } from "node:fs";

/** One fenced code block of a page. */
export interface Block {
  page: string;
  /** The line its fence stands on, from 1. */
  line: number;
  language: string;
  /** What follows the language: for `ts`, the file that the block is, or `part of` one, or `change to` one. */
  info: string;
  code: string;
  /** The nearest heading above. */
  heading: string;
}

/** The README and every page of `docs/`. */
export const pages: readonly string[] = [
  "README.md",
  ...readdirSync("docs", { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".md"))
    .map((file) => `docs/${file}`),
];

/** Every code block of every page. */
export const blocks: readonly Block[] = pages.flatMap((page) =>
  blocksOf(page, readFileSync(page, "utf8")),
);

/** The code blocks of one page's text. */
export function blocksOf(page: string, text: string): Block[] {
  const found: Block[] = [];
  let [heading, open]: [string, Block | undefined] = ["", undefined];
  for (const [index, line] of text.split("\n").entries()) {
    const [, language, info = ""] = /^```(\w*)\s*(.*)$/.exec(line) ?? [];
    if (open) {
      if (line === "```") open = void found.push(open);
      else open.code += `${line}\n`;
    } else if (language !== undefined)
      open = { page, line: index + 1, language, info, code: "", heading };
    else heading = /^#+ (.+)$/.exec(line)?.[1] ?? heading;
  }
  if (open) throw new TypeError(`${page}:${open.line}: the code block has no end`);
  return found;
}
