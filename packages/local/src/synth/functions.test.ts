import { createDecipheriv, randomBytes } from "node:crypto";
import { mkdir, readFile, readdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, test } from "vitest";
import { temporaryFolder } from "../emulator/testing.ts";
import { buildFunction, planBundle, type BuildRequest } from "./functions.ts";

async function projectWith(files: Record<string, string>) {
  const root = await temporaryFolder();
  for (const [name, text] of Object.entries(files)) {
    await mkdir(path.dirname(path.join(root, name)), { recursive: true });
    await writeFile(path.join(root, name), text);
  }
  return { root, artifacts: path.join(root, ".sst/artifacts/test") };
}

const key = randomBytes(32);
const requestFor = (handler: string, more: Partial<BuildRequest> = {}): BuildRequest => ({
  functionID: "Api",
  handler,
  encryptionKey: key.toString("base64"),
  links: { Token: { value: "hush" } },
  ...more,
});

/** As SST's own code in the function reads it. */
function decrypt(sealed: Buffer) {
  const decipher = createDecipheriv("aes-256-gcm", key, Buffer.alloc(12));
  decipher.setAuthTag(sealed.subarray(-16));
  return Buffer.concat([decipher.update(sealed.subarray(0, -16)), decipher.final()]).toString();
}

describe("building a function", () => {
  test("makes one module that runs, from a handler and what it imports", async () => {
    const project = await projectWith({
      "src/greet.ts": "export const greet = (name: string) => `hello ${name}`;",
      "src/api.v1.ts": `import { greet } from "./greet.ts"; import { createHash } from "node:crypto";
        export const handler = async () => greet(createHash("md5").update("a").digest("hex"));`,
    });
    const answer = await buildFunction(requestFor("src/api.v1.handler"), project);
    expect(answer).toMatchObject({ handler: "api-v1.handler", errors: [] });
    expect((await readdir(answer.out)).toSorted()).toEqual(["api-v1.mjs", "resource.enc"]);
    const bundle = await readFile(path.join(answer.out, "api-v1.mjs"), "utf8");
    // The emulator starts it in its own process; this one must not change its folder.
    const runnable = path.join(answer.out, "here.mjs");
    await writeFile(runnable, bundle.replace("process.chdir(__dirname);", ""));
    const { handler } = (await import(pathToFileURL(runnable).href)) as {
      handler: () => Promise<string>;
    };
    expect(await handler()).toBe("hello 0cc175b9c0f1b6a831c399e269772661");
  });

  test("lays the links beside it, encrypted by AES-256-GCM with a zero nonce", async () => {
    const project = await projectWith({ "api.ts": "export const handler = () => 1;" });
    const { out } = await buildFunction(requestFor("api.handler"), project);
    const sealed = await readFile(path.join(out, "resource.enc"));
    expect(sealed.toString("latin1")).not.toContain("hush");
    expect(JSON.parse(decrypt(sealed))).toEqual({ Token: { value: "hush" } });
  });

  test("starts in the bundle's folder, where the links are", async () => {
    const project = await projectWith({ "api.ts": "export const handler = () => 1;" });
    const properties = { banner: "/* mine */" };
    const { out } = await buildFunction(requestFor("api.handler", { properties }), project);
    const bundle = await readFile(path.join(out, "api.mjs"), "utf8");
    expect(bundle).toContain("process.chdir(__dirname);");
    expect(bundle).toContain("/* mine */");
  });

  test("leaves nothing of an earlier build", async () => {
    const project = await projectWith({
      "a.ts": "export const handler = () => 1;",
      "b.ts": "export const handler = () => 2;",
    });
    await buildFunction(requestFor("a.handler"), project);
    const { out } = await buildFunction(requestFor("b.handler"), project);
    expect((await readdir(out)).toSorted()).toEqual(["b.mjs", "resource.enc"]);
  });

  test("tells what is wrong with the code instead of throwing", async () => {
    const project = await projectWith({ "api.ts": 'import "./missing.ts";' });
    const { errors } = await buildFunction(requestFor("api.handler"), project);
    expect(errors[0]).toContain("./missing.ts");
  });

  test("tells that there is no such handler", async () => {
    const project = await projectWith({});
    const { errors } = await buildFunction(requestFor("src/none.handler"), project);
    expect(errors).toEqual(["Handler not found: src/none.handler"]);
  });

  test("minifies where the program says so", async () => {
    const { root } = await projectWith({ "api.ts": "" });
    const plan = planBundle(
      requestFor("api.handler", { properties: { minify: true } }),
      root,
      "/o",
    );
    expect(plan?.options).toMatchObject({ minify: true, format: "esm" });
  });
});
