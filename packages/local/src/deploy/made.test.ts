import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { buildFunction, type BuildRequest } from "../synth/functions.ts";
import { digestBuilds, digestOf, rebuild } from "./made.ts";

let root = "";
beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), "switchyard-made-"));
  await mkdir(path.join(root, "artifacts"));
});
afterAll(() => rm(root, { recursive: true, force: true }));

const write = (name: string, text: string) => writeFile(path.join(root, name), text);

describe("the digest of a program", () => {
  const digest = (told: unknown) => digestOf(path.join(root, "program.mjs"), told);

  test("is another for another program, and for another value that it is told", async () => {
    await write("program.mjs", "run()");
    const first = await digest({ stage: "a" });
    expect(await digest({ stage: "a" })).toBe(first);
    expect(await digest({ stage: "b" })).not.toBe(first);
    await write("program.mjs", "run(2)");
    expect(await digest({ stage: "a" })).not.toBe(first);
  });
});

describe("functions' bundles", () => {
  const where = () => ({ root, artifacts: path.join(root, "artifacts") });
  const request: BuildRequest = {
    functionID: "Fn",
    handler: "fn.handler",
    encryptionKey: Buffer.alloc(32, 1).toString("base64"),
    links: {},
  };

  test("are the same until a file they are made of changes", async () => {
    await write("fn.ts", `export { handler } from "./other.ts";`);
    await write("other.ts", "export const handler = 1;");
    const { out, inputs } = await buildFunction(request, where());
    expect(inputs).toEqual(["other.ts", "fn.ts"].map((name) => path.join(root, name)));
    const builds = await digestBuilds([{ request, out, inputs, functionName: "f" }]);
    expect(await rebuild(builds, where())).toEqual({ now: builds, changed: [] });
    await write("other.ts", "export const handler = 2;");
    expect((await rebuild(builds, where()))?.changed).toMatchObject([{ functionName: "f" }]);
    await write("other.ts", "export const handler = 1;");
    expect(await rebuild(builds, where())).toEqual({ now: builds, changed: [] });
    await write("other.ts", "export const handler =");
    expect(await rebuild(builds, where())).toBeUndefined();
  });
});
