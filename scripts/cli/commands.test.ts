import { readFileSync } from "node:fs";
import path from "node:path";
import { beforeAll, describe, expect, test, vi } from "vitest";
import type { Command } from "../../packages/local/src/cli/command.ts";
import { parseCommand, type Options } from "../../packages/local/src/cli/parse.ts";

const root = path.resolve(import.meta.dirname, "../..");
const { scripts } = JSON.parse(readFileSync(path.join(root, "package.json"), "utf8")) as {
  scripts: Record<string, string>;
};
/** Every npm script that is a program of this project; one lays out types only and takes nothing. */
const files = Object.entries(scripts).flatMap(([name, line]) => {
  const [, file] = /^node (\S+\.m?[jt]s)$/.exec(line) ?? [];
  return file === undefined ? [] : [[name, file] as const];
});

type Captured = Command<Options>;
const commands = new Map<string, Captured>();

beforeAll(async () => {
  const heard: Captured[] = [];
  vi.doMock("../../packages/local/src/cli/command.ts", async (original) => ({
    ...(await original<object>()),
    // A command that is imported tells what it is, instead of running.
    runCommand: async (command: Captured) => void heard.push(command),
  }));
  for (const [name, file] of files) {
    await import(/* @vite-ignore */ path.join(root, file));
    const command = heard.pop();
    if (command) commands.set(name, command);
  }
}, 120_000);

const commandOf = (name: string): Captured => {
  const command = commands.get(name);
  if (!command) throw new TypeError(`${name} is no command`);
  return command;
};
const misspelt = (option: string) => `${option}x`;

describe.each(files.map(([name]) => name))("npm run %s", (name) => {
  test("explains itself: its name, its options, its exit codes", () => {
    const command = commandOf(name);
    expect(parseCommand(command, ["--help"])).toEqual({ is: "help" });
    expect(parseCommand(command, ["-h"])).toEqual({ is: "help" });
    expect(command.usage).toContain(`npm run ${name}`);
    expect(command.usage).toMatch(/Exit codes: 0 .+\b2\b/s);
    for (const option of Object.keys(command.options))
      expect(command.usage).toContain(`--${option}`);
  });

  test("refuses what it doesn't know, and names the option that is meant", () => {
    const command = commandOf(name);
    for (const option of Object.keys(command.options)) {
      const wrong = misspelt(option);
      const { is, message } = { message: "", ...parseCommand(command, [`--${wrong}=x`]) };
      expect([wrong, is, message]).toEqual([wrong, "wrong", expect.stringContaining(`--${wrong}`)]);
      expect(message).toMatch(/did you mean --[\w-]+\?$/);
    }
    expect(parseCommand(command, ["--quite-another-thing"])).toMatchObject({ is: "wrong" });
  });
});

test("every command that shows or does something prints JSON for programs", () => {
  const people = new Set([
    "dev",
    "local:down",
    "screenshots",
    "simulate:soak",
    "simulate:pipeline",
  ]);
  const without = files.flatMap(([name]) =>
    Object.hasOwn(commandOf(name).options, "json") ? [] : [name],
  );
  expect(without.filter((name) => !people.has(name))).toEqual([]);
});
