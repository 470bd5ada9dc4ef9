import { build } from "esbuild";
import { describe, expect, test } from "vitest";

/** A handler's bundle that uses one state object: what of this project and of AWS is in it. */
async function bundled(subpath: string, name: string) {
  const { metafile } = await build({
    stdin: {
      contents: `import { ${name} } from "@switchyard/core/state/${subpath}"; export { ${name} };`,
      resolveDir: process.cwd(),
    },
    bundle: true,
    minify: true,
    platform: "node",
    format: "esm",
    write: false,
    metafile: true,
  });
  const [output] = Object.values(metafile.outputs);
  const inputs = Object.entries(output?.inputs ?? {}).filter(
    ([, { bytesInOutput }]) => bytesInOutput > 0,
  );
  const bytesOf = (pattern: RegExp) =>
    inputs
      .filter(([file]) => pattern.test(file))
      .reduce((sum, [, { bytesInOutput }]) => sum + bytesInOutput, 0);
  const files = inputs.map(([file]) => file);
  const clients = files.flatMap((file) => /@aws-sdk\/(client-[\w-]+)/.exec(file)?.[1] ?? []);
  return {
    clients: [...new Set(clients)],
    folders: [
      ...new Set(files.flatMap((file) => /^packages\/core\/src\/([\w.-]+)/.exec(file)?.[1] ?? [])),
    ],
    ownBytes: bytesOf(/^packages\//),
    zodBytes: bytesOf(/node_modules\/zod\//),
  };
}

describe("a bundle that uses only", () => {
  test.each([
    ["jar", "Jar", "client-lambda"],
    ["bucket", "Bucket", "client-s3"],
    ["persistent-map", "PersistentMap", "client-dynamodb"],
  ])("%s has its client alone, and little beside", async (subpath, name, client) => {
    const { clients, folders, ownBytes, zodBytes } = await bundled(subpath, name);
    expect(clients).toEqual([client]);
    expect(folders.toSorted()).toEqual(["aws", "errors.ts", "lazy.ts", "state"]);
    expect(ownBytes).toBeLessThan(35_000);
    expect(zodBytes).toBeLessThan(50_000);
  });
});
