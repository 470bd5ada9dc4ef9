import { createServer } from "node:net";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { EmulatorStartError, PortInUseError } from "./errors.ts";
import { launchMiniStack, ministackEnvironment } from "./ministack.ts";
import { fakeCommand, temporaryFolder } from "./testing.ts";

async function optionsWith(body: string) {
  const folder = await temporaryFolder();
  return {
    python: await fakeCommand(join(folder, "python.cjs"), body),
    runFolder: join(folder, "run"),
    logFile: join(folder, "log"),
    persistent: false,
    nodeFolder: "/opt/node24/bin",
    path: "/usr/bin",
  };
}

describe("launching MiniStack", () => {
  test("gives it nothing of the developer's environment, and Node 24 first", () => {
    const environment = ministackEnvironment(4566, {
      runFolder: "/r",
      nodeFolder: "/opt/node24/bin",
      path: "/usr/bin",
    });
    expect(environment).toMatchObject({
      AUTH: "true",
      BIND_HOST: "127.0.0.1",
      GATEWAY_PORT: "4566",
    });
    expect(environment["PATH"]).toBe("/opt/node24/bin:/usr/bin");
    expect(Object.keys(environment).filter((name) => name.startsWith("AWS_"))).toEqual([]);
  });

  test("shows the last lines of one that ends at its start", async () => {
    const options = await optionsWith("console.error('no module named x'); process.exit(3)");
    const failed = launchMiniStack(options);
    await expect(failed).rejects.toThrow(EmulatorStartError);
    await expect(failed).rejects.toThrow(/exit code 3[^]*no module named x/);
  });

  test("ends one that never answers", async () => {
    const options = await optionsWith("console.error('thinking'); setInterval(() => {}, 1000)");
    const failed = launchMiniStack({ ...options, timeoutMs: 300 });
    await expect(failed).rejects.toThrow(/didn't answer in time[^]*thinking/);
  });

  test("tries another port when a stranger was quicker, but not for ever", async () => {
    const options = await optionsWith("console.error('ERROR: already in use'); process.exit(1)");
    await expect(launchMiniStack(options)).rejects.toThrow(/already in use/);
  });

  test("refuses a port that is in use, and starts nothing", async () => {
    const server = createServer().listen(0, "127.0.0.1");
    onTestFinished(() => void server.close());
    await new Promise((resolve) => server.once("listening", resolve));
    const address = server.address();
    const port = typeof address === "object" ? address?.port : undefined;
    const failed = launchMiniStack({ ...(await optionsWith("")), port });
    await expect(failed).rejects.toThrow(PortInUseError);
    await expect(failed).rejects.toMatchObject({ port });
  });

  test("says so when its Python is gone", async () => {
    const options = { ...(await optionsWith("")), python: "/nowhere/python" };
    await expect(launchMiniStack(options)).rejects.toThrow(EmulatorStartError);
  });
});
