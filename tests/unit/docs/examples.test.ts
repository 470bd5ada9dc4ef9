import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { describe, expect, onTestFinished, test } from "vitest";
import { blocks, blocksOf } from "./blocks.ts";

const run = promisify(execFile);
const typescript = blocks.filter(({ language }) => language === "ts");
const parts = typescript.filter(({ info }) => info.startsWith("part of "));
// A change to a file is shown by a test of its own.
const examples = typescript.filter(({ info }) => !/^(part of|change to) /.test(info));

describe("the TypeScript in the documents", () => {
  test("fits the project's types", { timeout: 120_000 }, async () => {
    expect(examples.length).toBeGreaterThan(8);
    expect(await mistakesIn(examples)).toEqual("");
  });

  test.each(parts)("that is $info stands there", async ({ info, code }) => {
    expect(await readFile(info.replace("part of ", ""), "utf8")).toContain(code);
  });

  test("is marked as what it is", () => {
    const stray = blocks.filter(({ language }) =>
      /^(typescript|js|javascript|tsx)$/.test(language),
    );
    expect(stray.map(({ page, line }) => `${page}:${line}`)).toEqual([]);
  });

  test("with a mistake is noticed", { timeout: 120_000 }, async () => {
    const wrong = blocksOf("docs/wrong.md", "```ts\nconst count: number = 'one';\n```\n");
    expect(await mistakesIn(wrong)).toContain("wrong-1.ts");
  });
});

/** Type-checks blocks as files: at the path they name, or each on its own. Returns what the compiler says. */
async function mistakesIn(
  code: readonly { page: string; line: number; info: string; code: string }[],
) {
  await mkdir(".switchyard", { recursive: true });
  const folder = await mkdtemp(path.resolve(".switchyard/docs-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  for (const { page, line, info, code: text } of code) {
    const file = path.join(folder, info || `examples/${path.basename(page, ".md")}-${line}.ts`);
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, text);
  }
  const settings = {
    extends: path.resolve("tsconfig.json"),
    // An example at a path of the project's finds its neighbours there.
    compilerOptions: { rootDirs: [folder, path.resolve(".")], noUnusedLocals: false },
    include: ["**/*.ts"],
    exclude: [],
  };
  await writeFile(path.join(folder, "tsconfig.json"), JSON.stringify(settings));
  const compiler = path.resolve("node_modules/typescript/bin/tsc");
  return run(process.execPath, [compiler, "-p", folder]).then(
    () => "",
    (error: { stdout: string }) => error.stdout,
  );
}
