import { execFileSync, spawnSync } from "node:child_process";
import { mkdtemp, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { describe, expect, test } from "vitest";
import type { Finding, Findings } from "../benchmark.ts";
import { benchmarks } from "../registry.ts";
import { machine } from "./machine.ts";
import { updatePage } from "./page.ts";
import { plotOf } from "./plot.ts";
import { rowsOf } from "./rows.ts";

const finding = (more: Partial<Finding>): Finding => ({
  what: "a thing",
  value: 2,
  unit: "s",
  steady: false,
  from: "one run",
  ...more,
});
const found = (...findings: Finding[]): Record<string, Findings> => ({ csv: { findings } });
const about = machine(new Date("2026-01-02T03:04:05Z"));

async function pageWith(text: string) {
  const file = path.join(await mkdtemp(path.join(tmpdir(), "switchyard-page-")), "page.md");
  await writeFile(file, text);
  return file;
}

describe("a row", () => {
  test("says whether the bar is met, and nothing where there is none", () => {
    const rows = rowsOf([finding({ bar: 2 }), finding({ bar: 1.99 }), finding({})]);
    expect(rows.map((row) => row[""])).toEqual(["met", "missed", ""]);
  });

  test("has figures as exact as they are of use", () => {
    const rows = rowsOf([finding({ value: 1.2345 }), finding({ value: 123.4 })]);
    expect(rows.map(({ measured }) => measured)).toEqual(["1.23 s", "123 s"]);
  });
});

describe("the page", () => {
  test("gets the tables between their marks; all else stays", async () => {
    const marks = "<!-- csv -->\n\nold\n\n<!-- end of csv -->";
    const file = await pageWith(`before\n\n${marks}\n\nafter\n`);
    await updatePage(file, found(finding({ bar: 3, from: "a | b" })), about);
    const text = await readFile(file, "utf8");
    expect(text).toMatch(/^before\n\n<!-- csv -->\n\nMeasured on 2026-01-02: .*\.\n\n\| what /);
    expect(text).toMatch(
      /\| 2 s {6}\| 3 s \| met \| a \\\| b \|\n\n<!-- end of csv -->\n\nafter\n$/,
    );
    expect(text).not.toContain("old");
  });

  test("that lacks a mark is left alone", async () => {
    const file = await pageWith("nothing\n");
    await expect(updatePage(file, found(finding({})), about)).rejects.toThrow("<!-- csv -->");
    expect(await readFile(file, "utf8")).toBe("nothing\n");
  });

  test("of this project has the marks of every benchmark", async () => {
    const text = await readFile("docs/benchmarks.md", "utf8");
    for (const name of Object.keys(benchmarks)) expect(text).toContain(`<!-- ${name} -->`);
  });
});

describe("the plot", () => {
  test("draws each figure that has a bar, longer than the bar where it is missed", () => {
    const met = finding({ what: "met & <fast>", bar: 4 });
    const svg = plotOf(found(met, finding({ bar: 1 }), finding({ what: "untold" })), about);
    const widths = [...svg.matchAll(/class="(met|missed)" x="\d+" y="\d+" width="([\d.]+)"/g)];
    expect(widths.map(([, kind]) => kind)).toEqual(["met", "missed"]);
    const [short, long] = widths.map(([, , width]) => Number(width));
    expect(long).toBeGreaterThan(short ?? Infinity);
    expect(svg).toContain("met &amp; &lt;fast>");
    expect(svg).not.toContain("untold");
    expect(svg).toContain("prefers-color-scheme: dark");
  });
});

describe("npm run bench", () => {
  const command = path.resolve("scripts/bench.ts");

  test("lists every benchmark on --help", () => {
    const usage = execFileSync(process.execPath, [command, "--help"], { encoding: "utf8" });
    for (const [name, { about: line }] of Object.entries(benchmarks))
      expect(usage).toContain(`${name.padEnd(14)}${line}`);
  });

  test.each([["nonsense"], ["csv", "--scale", "0"], ["csv", "--rounds", "1.5"]])(
    "refuses %s %s %s with exit code 2",
    (...args) => {
      const { status, stderr } = spawnSync(process.execPath, [command, ...args.filter(Boolean)], {
        encoding: "utf8",
      });
      expect([status, stderr]).toEqual([2, expect.stringMatching(/UsageError: \S/)]);
    },
  );

  test("prints what it measured as one line of JSON, and progress elsewhere", () => {
    const args = [command, "csv", "--scale", "0.002", "--json"];
    const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: "utf8" });
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      found: { csv: { findings: [{ unit: "MB", bar: 256, steady: true }, { unit: "times" }] } },
    });
    expect(stderr).toContain("a CSV of 2 MB");
  });
});
