import { randomBytes } from "node:crypto";
import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { onTestFinished } from "vitest";
import { destroy } from "../../packages/local/src/deploy/deploy.ts";
import { stack } from "./stack.ts";

/** A small SST program of its own for one test, on the tests' emulator; what it made is removed when the test ends. */
export async function smallProject() {
  const { endpoint, region, credentials } = stack();
  const target = { endpoint, region, credentials, functionEndpoint: undefined };
  const root = await mkdtemp(path.join(tmpdir(), "switchyard-program-"));
  const name = `p${randomBytes(4).toString("hex")}`;
  const checkout = process.cwd();
  await mkdir(path.join(root, ".sst"));
  await symlink(path.join(checkout, ".sst/platform"), path.join(root, ".sst/platform"));
  await symlink(path.join(checkout, "node_modules"), path.join(root, "node_modules"));
  await writeFile(path.join(root, "package.json"), "{}");
  const options = { root, stage: "s", target, secrets: {} };
  onTestFinished(async () => {
    await destroy(options);
    await rm(root, { recursive: true, force: true });
  });
  /** The body of the program's `run()`. */
  const write = (lines: readonly string[]) =>
    writeFile(path.join(root, "sst.config.ts"), programOf(name, lines));
  /** The source of the function `Fn`, in a file that the program's handler `fn.handler` is in. */
  const writeHandler = (source: string) => writeFile(path.join(root, "fn.ts"), source);
  await writeHandler("export const handler = async () => 1;");
  return { name, options, write, writeHandler };
}

const programOf = (name: string, lines: readonly string[]) => `export default $config({
  app: () => ({ name: "${name}", home: "aws" }),
  async run() { ${lines.join("\n")} },
});`;
