import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import * as z from "zod";
import { DockerError, EmulatorStartError } from "./errors.ts";
import { composeLocalStack, localStackTag } from "./localstack.ts";
import { runCommand } from "./run.ts";
import { fakeCommand, temporaryFolder } from "./testing.ts";

/** Stands in for docker: `up` starts a server that answers as LocalStack, `down` ends it. */
const fakeDocker = `
const fs = require("fs"), { spawn } = require("child_process"), folder = __dirname;
const args = process.argv.slice(2), verb = ["up", "down", "logs"].find((v) => args.includes(v));
fs.appendFileSync(folder + "/calls", verb + " " + process.env.LOCALSTACK_TAG + " " + args.join(" ") + "\\n");
if (verb === "up") {
  const serve = "require('http').createServer((q, a) => a.end(JSON.stringify({ version: '4.14.0', edition: 'community' })))"
    + ".listen(" + process.env.LOCALSTACK_PORT + ", '127.0.0.1')";
  const child = spawn(process.execPath, ["-e", serve], { detached: true, stdio: "ignore" });
  fs.writeFileSync(folder + "/pid", String(child.pid));
  child.unref();
}
if (verb === "down" && fs.existsSync(folder + "/pid")) {
  process.kill(Number(fs.readFileSync(folder + "/pid")));
  fs.rmSync(folder + "/pid");
}
`;

const common = {
  project: "switchyard-test",
  token: undefined,
  tag: undefined,
  environment: { PATH: process.env["PATH"] },
};

describe("LocalStack by Docker Compose", () => {
  test("is started in a project of its own on a free port, and taken down", async () => {
    const folder = await temporaryFolder();
    const docker = await fakeCommand(join(folder, "docker.cjs"), fakeDocker);
    const compose = [docker, "compose"] as const;
    const stack = await composeLocalStack({ ...common, compose, persistent: false });
    expect(stack.health).toMatchObject({ kind: "localstack", version: "4.14.0" });
    expect((await fetch(stack.endpoint)).ok).toBe(true);
    await stack.down();
    await expect(fetch(stack.endpoint)).rejects.toThrow("fetch failed");
    const calls = (await readFile(join(folder, "calls"), "utf8")).trim().split("\n");
    expect(calls.map((call) => call.split(" ")[0])).toEqual(["up", "down"]);
    expect(calls[0]).toMatch(/^up 4\.14\.0 compose -p switchyard-test -f \S+compose\.yaml up/);
  });

  test("is taken down also when the process that started it is killed", async () => {
    const folder = await temporaryFolder();
    const docker = await fakeCommand(join(folder, "docker.cjs"), fakeDocker);
    const module = join(import.meta.dirname, "localstack.ts");
    const options = { ...common, environment: {}, compose: [docker, "compose"], persistent: false };
    const script = `import { composeLocalStack } from ${JSON.stringify(module)};
      const stack = await composeLocalStack({ ...${JSON.stringify(options)}, environment: process.env });
      console.log(stack.endpoint);
      process.kill(process.pid, "SIGKILL");`;
    const args = ["--input-type=module-typescript", "-e", script];
    const { output } = await runCommand(process.execPath, args, { env: process.env });
    const endpoint = output.trim();
    expect(endpoint).toMatch(/^http:/);
    const answers = () =>
      fetch(endpoint).then(
        () => "runs",
        () => "gone",
      );
    await expect.poll(answers, { timeout: 5_000 }).toBe("gone");
  });

  test("says what Compose said when it doesn't start", async () => {
    const folder = await temporaryFolder();
    const body = "console.error('pull access denied'); process.exit(1)";
    const docker = await fakeCommand(join(folder, "docker.cjs"), body);
    const failed = composeLocalStack({ ...common, compose: [docker], persistent: true });
    await expect(failed).rejects.toThrow(EmulatorStartError);
    await expect(failed).rejects.toThrow("pull access denied");
  });

  test("says how to remove what couldn't be taken down", async () => {
    const folder = await temporaryFolder();
    const broken = fakeDocker.replace(
      'if (verb === "down"',
      "if (verb === 'down') process.exit(3);\nif (verb === 'none'",
    );
    const docker = await fakeCommand(join(folder, "docker.cjs"), broken);
    const stack = await composeLocalStack({ ...common, compose: [docker], persistent: true });
    await expect(stack.down()).rejects.toThrow(DockerError);
    process.kill(Number(await readFile(join(folder, "pid"), "utf8")));
  });

  test("is the last free release without a token, a newer one with one, or as asked", () => {
    expect(localStackTag(undefined, undefined)).toBe("4.14.0");
    expect(localStackTag("ls-token", undefined)).toMatch(/^20\d\d\./);
    expect(localStackTag("ls-token", "4.0.0")).toBe("4.0.0");
  });
});

describe("compose.yaml", () => {
  const Compose = z.object({
    services: z.object({
      localstack: z.strictObject({
        image: z.string(),
        ports: z.array(z.string()),
        environment: z.record(z.string(), z.string()),
        volumes: z.array(z.string()),
      }),
    }),
  });

  test("pins the image and binds to 127.0.0.1 only", async () => {
    const file = join(import.meta.dirname, "../../../../compose.yaml");
    const { localstack } = Compose.parse(parse(await readFile(file, "utf8"))).services;
    expect(localstack.image).toBe("localstack/localstack:${LOCALSTACK_TAG:-4.14.0}");
    expect(localstack.ports).toHaveLength(1);
    for (const port of localstack.ports) expect(port).toMatch(/^127\.0\.0\.1:/);
  });
});
