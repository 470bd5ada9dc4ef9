import { InvokeCommand } from "@aws-sdk/client-lambda";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { deployApart } from "../../packages/local/src/deploy/apart.ts";
import { startDev } from "../../packages/local/src/dev/dev.ts";
import { smallProject } from "./small-project.ts";
import { clients, stack } from "./stack.ts";

const patience = { timeout: 120_000 };
const waiting = { timeout: 60_000, interval: 100 };
const { lambda } = clients();

const program = (seconds: number) => [
  `const fn = new sst.aws.Function("Fn", { handler: "fn.handler", timeout: "${seconds} seconds" });`,
  `return { fn: fn.name };`,
];

/** The dev loop of a project with one function; `said` is what it told. */
async function loop() {
  const project = await smallProject();
  const { endpoint, credentials, region } = stack();
  await project.write(program(10));
  const said: string[] = [];
  const { root, stage, secrets } = project.options;
  const dev = await startDev({
    root,
    stage,
    secrets,
    program: ["sst.config.ts"],
    code: ["fn.ts"],
    emulator: {
      environment: {
        AWS_ENDPOINT_URL: endpoint,
        AWS_REGION: region,
        AWS_ACCESS_KEY_ID: credentials.accessKeyId,
        AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
      },
    },
    say: (line) => said.push(line),
  });
  const stop = vi.fn(dev.stop);
  onTestFinished(async () => {
    if (stop.mock.calls.length === 0) await stop();
  });
  const FunctionName = String(dev.deployment.outputs["fn"]);
  const answer = async () =>
    (await lambda.send(new InvokeCommand({ FunctionName }))).Payload?.transformToString();
  const hears = (line: RegExp) => vi.waitFor(() => expect(said.join("\n")).toMatch(line), waiting);
  return { ...project, answer, hears, said, stop };
}

describe("npm run dev", patience, () => {
  test("updates the function whose handler is saved, and keeps it when the code is broken", async () => {
    const { answer, hears, writeHandler } = await loop();
    expect(await answer()).toBe("1");
    await writeHandler("export const handler = async () => 2;");
    await hears(/^Fn updated in \d+ ms$/m);
    expect(await answer()).toBe("2");
    await writeHandler("export const handler = async () => {");
    await hears(/^Fn stays as it was: /m);
    expect(await answer()).toBe("2");
  });

  test("deploys again when the program is saved", async () => {
    const { hears, write } = await loop();
    await write(program(20));
    await hears(/^deployed again in \d+ ms: 0 new, 1 changed, 0 gone$/m);
  });

  test("streams what the functions log", async () => {
    const { answer, hears, writeHandler } = await loop();
    await writeHandler(
      `export const handler = async () => { console.log("seen by the loop"); return 1; };`,
    );
    await hears(/^Fn updated/m);
    await answer();
    await hears(/seen by the loop/);
  });

  test("leaves no code behind that the next deployment takes for its own", async () => {
    const { answer, hears, options, stop, writeHandler } = await loop();
    await writeHandler("export const handler = async () => 2;");
    await hears(/^Fn updated/m);
    await stop();
    await writeHandler("export const handler = async () => 1;");
    await deployApart(options);
    expect(await answer()).toBe("1");
  });
});
