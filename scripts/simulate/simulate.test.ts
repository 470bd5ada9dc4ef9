import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { expect, onTestFinished, test } from "vitest";
import type { SimulationResult } from "@switchyard/core/orchestration/simulator.ts";

const run = promisify(execFile);
const sample = "scripts/simulate/samples/tenants.json";
const simulate = (...args: string[]) => run(process.execPath, ["scripts/simulate.ts", ...args]);
const failed = (...args: string[]) =>
  simulate(...args).then(
    () => ({ code: 0, stderr: "" }),
    ({ code, stderr }: { code: number; stderr: string }) => ({ code, stderr }),
  );

async function folder() {
  const made = await mkdtemp(path.join(tmpdir(), "simulate-"));
  onTestFinished(() => rm(made, { recursive: true }));
  return made;
}

test("the sample's tenants wait little beside an import of thousands, within their limits", async () => {
  const plot = path.join(await folder(), "plot.svg");
  const { stdout } = await simulate(sample, "--json", "--plot", plot);
  const result = JSON.parse(stdout) as SimulationResult;
  expect(result.left).toBe(0);
  const [bulk, ...shops] = result.keys;
  expect(bulk).toMatchObject({ key: "import", tasks: 5_000, mostRunning: 5 });
  expect(Math.max(...shops.map(({ meanDelay }) => meanDelay))).toBeLessThan(5);
  expect(await readFile(plot, "utf8")).toMatch(/^<svg.*polyline.*<\/svg>\n$/s);
});

test("the summary says how long tasks waited, and for what", async () => {
  const { stdout } = await simulate(sample);
  expect(stdout).toMatch(/start delay: mean, median, p95, max +\d+\.\d s/);
  expect(stdout).toMatch(/waiting for key_limit/);
});

test("tasks that are left at the end are a failure, and so is a wrong configuration", async () => {
  const file = path.join(await folder(), "config.json");
  const config = { labourer: {}, arrivals: [{ count: 5 }], durations: { fixed: 60 }, until: 90 };
  await writeFile(file, JSON.stringify(config));
  expect(await failed(file, "--json")).toMatchObject({ code: 1 });
  await writeFile(file, JSON.stringify({ ...config, durations: {} }));
  const wrong = await failed(file);
  expect(wrong.stderr).toMatch(/config\.json: durations: expected \{ fixed \}/);
  expect(wrong.code).toBe(2);
  expect(await failed()).toMatchObject({ code: 2 });
  expect(await failed(path.join(file, "nowhere"))).toMatchObject({ code: 2 });
});
