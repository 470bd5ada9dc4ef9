import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { pages } from "./blocks.ts";

/** The pages' prose: no code, where brackets mean other things. */
const prose = (page: string) =>
  readFileSync(page, "utf8")
    .replaceAll(/^```[\s\S]*?^```$/gm, "")
    .replaceAll(/`[^`\n]*`/g, "");

const links = pages.flatMap((page) =>
  Array.from(prose(page).matchAll(/\]\(([^)\s]+)\)/g), ([, target = ""]) => ({ page, target })),
);
const inside = links.filter(({ target }) => !/^[a-z]+:/.test(target));

describe("the links in the documents", () => {
  test("lead to what exists", () => {
    const dead = inside.filter(({ page, target }) => !leadsSomewhere(page, target));
    expect(inside.length).toBeGreaterThan(10);
    expect(dead).toEqual([]);
  });

  test("reach every page from the README", () => {
    const reached = new Set(["README.md"]);
    for (const page of reached)
      for (const { target } of inside.filter((link) => link.page === page))
        if (target.split("#")[0]?.endsWith(".md")) reached.add(resolved(page, target));
    expect(pages.filter((page) => !reached.has(page))).toEqual([]);
  });
});

function resolved(page: string, target: string) {
  const [file = ""] = target.split("#");
  return file === "" ? page : path.join(path.dirname(page), file);
}

function leadsSomewhere(page: string, target: string) {
  const file = resolved(page, target);
  const [, anchor] = target.split("#");
  if (!existsSync(file)) return false;
  return anchor === undefined || anchorsOf(file).includes(anchor);
}

/** The anchors that GitHub gives a page's headings. */
function anchorsOf(page: string) {
  const headings = readFileSync(page, "utf8").matchAll(/^#+ (.+)$/gm);
  return Array.from(headings, ([, heading = ""]) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, "")
      .replaceAll(" ", "-"),
  );
}
