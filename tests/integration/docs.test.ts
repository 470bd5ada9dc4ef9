import { execFile } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { describe, expect, onTestFinished, test } from "vitest";
import { blocks } from "../unit/docs/blocks.ts";
import { stack, tokenOf } from "./stack.ts";

const run = promisify(execFile);
const runnable = blocks.filter(
  ({ language, code }) => language === "ts" && code.includes("SWITCHYARD_API"),
);

describe("the examples that call the API", () => {
  test("are not left out", () => {
    expect(runnable.length).toBeGreaterThanOrEqual(7);
  });

  test.each(runnable)("run: $page, $heading", async ({ code }) => {
    const { AWS_ENDPOINT_URL: _, ...environment } = process.env;
    const env = {
      ...environment,
      SWITCHYARD_API: stack().apiUrl,
      SWITCHYARD_TOKEN: tokenOf("dev"),
    };
    const { stderr } = await run(process.execPath, [await written(code)], { env });
    expect(stderr).toBe("");
  });
});

/** Puts an example into a file of its own, below the project, where its imports are found. */
async function written(code: string) {
  await mkdir(".switchyard", { recursive: true });
  const folder = await mkdtemp(path.resolve(".switchyard/docs-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const file = path.join(folder, "example.ts");
  await writeFile(file, code);
  return file;
}
