import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { withCommands } from "./commands.ts";
import type { Registration } from "./pulumi.ts";

const registration = (type: string, inputs: Record<string, unknown>): Registration => ({
  urn: "urn",
  type,
  name: "Builder",
  custom: true,
  parent: "",
  dependencies: [],
  ignoreChanges: [],
  retainOnDelete: false,
  inputs,
});

function noting() {
  const noted: string[] = [];
  const engine = withCommands({
    register: async ({ type }) => {
      noted.push(type);
      return { id: "id", state: {} };
    },
    call: async () => ({}),
  });
  return { noted, engine };
}

async function folder() {
  const dir = await mkdtemp(path.join(tmpdir(), "commands-"));
  onTestFinished(() => rm(dir, { recursive: true }));
  return dir;
}

test("a program's command is run in its folder, with its environment, before the program goes on", async () => {
  const { noted, engine } = noting();
  const dir = await folder();
  const inputs = { create: "echo $WHAT > built.txt", dir, environment: { WHAT: "a site" } };
  await engine.register(registration("command:local:Command", inputs));
  expect(await readFile(path.join(dir, "built.txt"), "utf8")).toBe("a site\n");
  expect(noted).toEqual(["command:local:Command"]);
});

test("a command that fails says what failed", async () => {
  const { noted, engine } = noting();
  const inputs = { create: "echo no such thing >&2; exit 3", dir: await folder() };
  await expect(engine.register(registration("command:local:Command", inputs))).rejects.toThrow(
    /Builder: echo .* failed in .*\nno such thing/s,
  );
  expect(noted).toEqual([]);
});

test("what is no command is the engine's", async () => {
  const { noted, engine } = noting();
  await engine.register(registration("aws:s3/bucket:Bucket", { create: "exit 1" }));
  expect(noted).toEqual(["aws:s3/bucket:Bucket"]);
});
