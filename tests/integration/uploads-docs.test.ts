import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { stack, tokenOf } from "./stack.ts";

const run = promisify(execFile);
const page = await readFile("docs/uploads-api.md", "utf8");
const examples = Array.from(
  page.matchAll(/^## (.+?)$|^```ts\n([\s\S]*?)^```$/gm),
  ([, title, code]) => ({
    title,
    code,
  }),
);
/** Each example under the heading it stands below. */
const titled = examples.flatMap(({ code }, index) => {
  const above = examples.slice(0, index).findLast(({ title }) => title !== undefined);
  return code === undefined ? [] : [{ title: above?.title ?? "", code }];
});

let folder = "";
const fileOf = (index: number) => path.join(folder, `example-${index}.ts`);

beforeAll(async () => {
  const cache = path.resolve(".switchyard");
  await mkdir(cache, { recursive: true });
  folder = await mkdtemp(path.join(cache, "docs-"));
  await Promise.all(titled.map(({ code }, index) => writeFile(fileOf(index), code)));
  const settings = { extends: path.resolve("tsconfig.json"), include: ["*.ts"], exclude: [] };
  await writeFile(path.join(folder, "tsconfig.json"), JSON.stringify(settings));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe("the examples of the uploads page", () => {
  test("fit the API's types", async () => {
    const compiler = path.resolve("node_modules/typescript/bin/tsc");
    await expect(run(process.execPath, [compiler, "-p", folder])).resolves.toMatchObject({
      stdout: "",
    });
  });

  const runnable = titled
    .map((example, index) => ({ ...example, index }))
    .filter(({ code }) => code.includes("SWITCHYARD_API"));
  test("are not left out", () => {
    expect(runnable.length).toBeGreaterThanOrEqual(6);
  });
  test.each(runnable)("run: $title", async ({ index }) => {
    const { AWS_ENDPOINT_URL: _, ...environment } = process.env;
    const env = {
      ...environment,
      SWITCHYARD_API: stack().apiUrl,
      SWITCHYARD_TOKEN: tokenOf("dev"),
    };
    const { stderr } = await run(process.execPath, [fileOf(index)], { env });
    expect(stderr).toBe("");
  });
});
