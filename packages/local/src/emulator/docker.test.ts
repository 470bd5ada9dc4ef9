import { describe, expect, test } from "vitest";
import { findCompose } from "./docker.ts";
import { type Finished, type RunCommand } from "./run.ts";

const ok: Finished = { exitCode: 0, notFound: false, timedOut: false, output: "28.2.2\n" };
const refused: Finished = { ...ok, exitCode: 1, output: "Cannot connect to the Docker daemon" };
const missing: Finished = { ...ok, exitCode: undefined, notFound: true };

/** Answers by what the command line begins with. */
const answering =
  (answers: Readonly<Record<string, Finished>>): RunCommand =>
  async (command, args) => {
    const line = [command, ...args].join(" ");
    return Object.entries(answers).find(([start]) => line.startsWith(start))?.[1] ?? missing;
  };

describe("finding Docker Compose", () => {
  test("takes the plugin", async () => {
    const run = answering({ "docker version": ok, "docker compose version": ok });
    expect(await findCompose({}, run)).toEqual(["docker", "compose"]);
  });

  test("takes the program of its own where there is no plugin", async () => {
    const run = answering({
      "docker version": ok,
      "docker compose": refused,
      "docker-compose": ok,
    });
    expect(await findCompose({}, run)).toEqual(["docker-compose"]);
  });

  test.each([
    ["there is no docker command", {}, /no docker command/, "emulator.no-docker"],
    ["no engine answers", { docker: refused }, /Cannot connect/, "emulator.no-docker"],
    [
      "the engine is silent",
      { docker: { ...refused, exitCode: undefined, timedOut: true } },
      /within 10 s/,
      "emulator.no-docker",
    ],
    [
      "there is no Compose",
      { "docker version": ok, "docker compose": refused },
      /has no Compose/,
      "emulator.compose",
    ],
  ] as const)("says that %s", async (_, answers, message, code) => {
    const failed = findCompose({}, answering(answers));
    await expect(failed).rejects.toThrow(message);
    await expect(failed).rejects.toMatchObject({ code });
  });
});
