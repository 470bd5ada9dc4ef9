import { createServer } from "node:http";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { NoEmulatorError } from "./errors.ts";
import { startEmulator } from "./start.ts";
import { fakeCommand, temporaryFolder } from "./testing.ts";

/** A machine on which nothing is installed but what lies in its `bin`. */
async function bareMachine() {
  const folder = await temporaryFolder();
  const environment = { PATH: join(folder, "bin"), HOME: folder };
  return { folder: join(folder, "cache"), environment, bin: join(folder, "bin") };
}

async function serve(answer: (url: string) => unknown) {
  const server = createServer((request, response) => {
    response.end(JSON.stringify(answer(request.url ?? "")));
  }).listen(0, "127.0.0.1");
  onTestFinished(() => void server.close());
  await new Promise((resolve) => server.once("listening", resolve));
  const address = server.address();
  return `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}`;
}

describe("starting an emulator", () => {
  test("lists what was tried and the ways to get one when nothing is there", async () => {
    const failed = startEmulator(await bareMachine());
    await expect(failed).rejects.toThrow(NoEmulatorError);
    await expect(failed).rejects.toMatchObject({
      code: "emulator.none",
      tried: [{ code: "emulator.no-python" }, { code: "emulator.no-docker" }],
      hint: expect.stringMatching(/python3[^]*Docker[^]*AWS_ENDPOINT_URL/),
    });
  });

  test("goes on to Docker when MiniStack can't be installed, and tells of both", async () => {
    const { bin, ...machine } = await bareMachine();
    await fakeCommand(
      join(bin, "python3"),
      "console.log('3.12 venv'); process.exit(process.argv.includes('-c') ? 0 : 1)",
    );
    const said: string[] = [];
    const failed = startEmulator({ ...machine, onProgress: (line) => said.push(line) });
    await expect(failed).rejects.toMatchObject({
      tried: [{ code: "emulator.install-other" }, { code: "emulator.no-docker" }],
    });
    expect(said.join("\n")).toContain("ministack can't be used");
  });

  test("gives the one asked for's own error", async () => {
    const machine = await bareMachine();
    const python = startEmulator({ ...machine, emulator: "ministack" });
    await expect(python).rejects.toMatchObject({ code: "emulator.no-python" });
    const docker = startEmulator({ ...machine, emulator: "localstack" });
    await expect(docker).rejects.toMatchObject({ code: "emulator.no-docker" });
  });

  test.each([
    ["ministack", true, () => ({ version: "1.5.33", auth: "enabled" })],
    ["ministack", false, () => ({ version: "1.5.33", auth: "disabled" })],
    [
      "localstack",
      false,
      (url: string) =>
        url.includes("_localstack") ? { version: "4.14.0", edition: "community" } : {},
    ],
    ["unknown", false, () => ({})],
  ] as const)(
    "recognises %s at AWS_ENDPOINT_URL (enforcing: %s)",
    async (kind, enforcesIam, answer) => {
      const endpoint = await serve(answer);
      const { folder } = await bareMachine();
      const environment = { AWS_ENDPOINT_URL: endpoint, AWS_REGION: "eu-west-1" };
      const emulator = await startEmulator({ folder, environment });
      expect(emulator).toMatchObject({ name: "given", kind, enforcesIam, endpoint, reused: true });
      expect(emulator.env).toMatchObject({ AWS_ENDPOINT_URL: endpoint, AWS_REGION: "eu-west-1" });
      await emulator.stop();
    },
  );

  test("says so when nothing answers at AWS_ENDPOINT_URL", async () => {
    const { folder } = await bareMachine();
    const environment = { AWS_ENDPOINT_URL: "http://127.0.0.1:9" };
    await expect(startEmulator({ folder, environment })).rejects.toMatchObject({
      code: "emulator.endpoint-silent",
    });
  });
});
