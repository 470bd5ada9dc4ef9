import { execFileSync, spawnSync } from "node:child_process";
import { PassThrough } from "node:stream";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { progressBar } from "./progress.ts";
import { formatTable } from "./table.ts";

describe("a table", () => {
  test("aligns its columns, numbers to the right", () => {
    expect(
      formatTable([
        { file: "a", bytes: 5 },
        { file: "long", bytes: 12_345 },
      ]),
    ).toBe(["file  bytes", "────  ─────", "a         5", "long  12345"].join("\n"));
  });

  test("counts two columns for wide letters", () => {
    const [, , wide, plain] = formatTable([
      { a: "東京", b: "x" },
      { a: "abcd", b: "x" },
    ]).split("\n");
    expect([wide, plain]).toEqual(["東京  x", "abcd  x"]);
  });

  test("shows escapes of a file's name inert", () => {
    expect(formatTable([{ file: "a\u001B[31m\u202Etxt" }])).toContain("a\\u001b[31m\\u202etxt");
  });

  test("of nothing is empty", () => {
    expect(formatTable([]).trim()).toBe("");
  });
});

describe("a progress bar", () => {
  test("is drawn for a terminal only", () => {
    const stream = Object.assign(new PassThrough(), {
      isTTY: false,
    }) as unknown as NodeJS.WriteStream;
    const bar = progressBar("files", 2, stream);
    bar.to(1);
    bar.end();
    expect((stream as unknown as PassThrough).read()).toBeNull();
  });
});

describe("a command", () => {
  const demo = path.resolve(import.meta.dirname, "../demo.ts");

  test("prints its usage on --help and exits with 0", () => {
    expect(execFileSync(process.execPath, [demo, "--help"], { encoding: "utf8" })).toContain(
      "npm run demo",
    );
  });

  test("refuses an unknown option with exit code 2 and the usage", () => {
    const { status, stderr } = spawnSync(process.execPath, [demo, "--nonsense"], {
      encoding: "utf8",
    });
    expect([status, stderr]).toEqual([2, expect.stringContaining("npm run demo")]);
  });
});
