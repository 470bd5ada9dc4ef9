import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { promisify } from "node:util";
import { describe, expect, test } from "vitest";
import { blocks } from "./blocks.ts";

const run = promisify(execFile);
const { scripts } = JSON.parse(readFileSync("package.json", "utf8")) as {
  scripts: Record<string, string>;
};
const lines = blocks
  .filter(({ language }) => language === "sh")
  .flatMap(({ page, line, code }) =>
    code.split("\n").map((text, at) => ({ at: `${page}:${line + at + 1}`, text })),
  );
const calls = lines.flatMap(({ at, text }) =>
  Array.from(text.matchAll(/npm run ([\w:]+)([^#;&|]*)/g), ([, script = "", rest = ""]) => ({
    at,
    script,
    flags: Array.from(rest.matchAll(/ (--[\w-]+)/g), ([, flag = ""]) => flag),
  })),
);

describe("the commands in the documents", () => {
  test("are there to be looked at", () => {
    expect(calls.length).toBeGreaterThan(8);
  });

  test("exist", () => {
    expect(calls.filter(({ script }) => !(script in scripts))).toEqual([]);
  });

  const flagged = [...Map.groupBy(calls, ({ script }) => script)]
    .map(([script, of]) => ({ script, flags: [...new Set(of.flatMap(({ flags }) => flags))] }))
    .filter(({ flags }) => flags.length > 0);
  test.each(flagged)("$script knows $flags", async ({ script, flags }) => {
    const [program = "", ...args] = scripts[script]?.split(" ") ?? [];
    expect(program).toBe("node");
    const { stdout } = await run(process.execPath, [...args, "--help"]);
    expect(flags.filter((flag) => !stdout.includes(flag))).toEqual([]);
  });
});

describe("the JSON in the documents", () => {
  const documents = blocks.filter(({ language }) => language === "json");
  test.each(documents)("of $page, line $line, can be read", ({ code }) => {
    expect(() => JSON.parse(code) as unknown).not.toThrow();
  });
});
