import { execFile } from "node:child_process";
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { expect, onTestFinished, test } from "vitest";
import { blocks } from "./blocks.ts";

const run = promisify(execFile);
const transforms = "packages/core/src/pipeline/transforms";

test("the page's transform works when added as the page says", { timeout: 120_000 }, async () => {
  const root = await copyOfCore();
  const [markdown, line, itsTest] = blocks.filter(({ page }) =>
    page.endsWith("/add-a-transform.md"),
  );
  expect(markdown?.info).toBe(`${transforms}/markdown.ts`);
  expect(line?.info).toBe(`change to ${transforms}/registry.ts`);
  await write(root, "markdown.ts", markdown?.code ?? "");
  await write(root, "markdown.test.ts", itsTest?.code ?? "");
  await write(root, "registry.ts", await changed("registry.ts", line?.code ?? ""));

  const vitest = path.resolve("node_modules/vitest/vitest.mjs");
  const args = ["run", "--root", root, "markdown.test.ts", "--reporter", "tap-flat"];
  const { stdout } = await run(process.execPath, [vitest, ...args]);
  expect(stdout).toMatch(/^ok 1 .*Markdown gets an outline/m);
});

/** A folder that has the code of core and nothing else. */
async function copyOfCore() {
  await mkdir(".switchyard", { recursive: true });
  const root = await mkdtemp(path.resolve(".switchyard/docs-"));
  onTestFinished(() => rm(root, { recursive: true, force: true }));
  await cp("packages/core", path.join(root, "packages/core"), {
    recursive: true,
    filter: (file) => !file.includes("node_modules") && !file.endsWith(".test.ts"),
  });
  return root;
}

const write = (root: string, name: string, code: string) =>
  writeFile(path.join(root, transforms, name), code);

/** A file in which the declarations of `part` replace those of the same beginning. */
async function changed(name: string, part: string) {
  const text = await readFile(path.join(transforms, name), "utf8");
  const [imports = "", declaration = ""] = part.split(/\n\n/);
  const begins = declaration.split("=")[0] ?? "";
  expect(text).toContain(begins);
  return `${imports}\n${text.replace(/^export const transforms[^;]*;/m, declaration)}`;
}
