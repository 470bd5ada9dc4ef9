import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { renamed, spellingsOf } from "./names.ts";

/** One file that the new name changes. */
export interface Change {
  file: string;
  /** Lines that change. */
  lines: number;
}

// Whose licence it is doesn't change with the name.
const keeps = ["LICENSE"];

/** The project's name now: its package's. */
export async function nameOf(root: string): Promise<string> {
  const { name } = JSON.parse(await readFile(path.join(root, "package.json"), "utf8")) as {
    name: string;
  };
  return name;
}

/** Paths of what git doesn't know as it is. */
export const uncommitted = (root: string): string[] =>
  git(root, "status", "--porcelain", "-z").map((line) => line.slice(3));

/** Renames the project in every file that git knows; with `write: false` only tells what would change. */
export async function renameIn(
  root: string,
  names: { from: string; to: string },
  { write }: { write: boolean },
): Promise<Change[]> {
  const [from, to] = [spellingsOf(names.from), spellingsOf(names.to)];
  const changes: Change[] = [];
  for (const file of git(root, "ls-files", "-z").filter((one) => !keeps.includes(one))) {
    const at = path.join(root, file);
    if (!existsSync(at)) continue;
    const bytes = await readFile(at);
    if (bytes.includes(0)) continue;
    const text = bytes.toString("utf8");
    const after = renamed(text, from, to);
    if (after === text) continue;
    changes.push({ file, lines: differing(text, after) });
    if (write) await writeFile(at, after);
  }
  return changes;
}

function differing(before: string, after: string) {
  const lines = after.split("\n");
  return before.split("\n").filter((line, at) => line !== lines[at]).length;
}

function git(root: string, ...args: string[]) {
  const said = execFileSync("git", args, {
    cwd: root,
    encoding: "utf8",
    maxBuffer: 64 * 1024 ** 2,
  });
  return said.split("\0").filter((line) => line !== "");
}
