import { build } from "esbuild";
import { expect, test } from "vitest";

test("the simulator runs where there is no Node: nothing of it is in its bundle", async () => {
  const { metafile } = await build({
    entryPoints: ["packages/core/src/orchestration/simulator.ts"],
    bundle: true,
    platform: "browser",
    format: "esm",
    write: false,
    metafile: true,
  });
  const inputs = Object.keys(metafile.inputs);
  expect(inputs).toContain("packages/core/src/orchestration/orchestrator/plan.ts");
  expect(inputs.filter((file) => /@aws-sdk|node:/.test(file))).toEqual([]);
});
