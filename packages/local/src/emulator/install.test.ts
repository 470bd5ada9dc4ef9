import { mkdir, readdir, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { InstallError, PythonError } from "./errors.ts";
import { explainInstallFailure, installedMiniStack, installMiniStack } from "./install.ts";
import { type Finished, type RunCommand } from "./run.ts";
import { temporaryFolder } from "./testing.ts";

const done: Finished = { exitCode: 0, notFound: false, timedOut: false, output: "" };
const findPython = async () => ({ path: "/usr/bin/python3", version: [3, 12] as const });

/** Stands in for `python -m venv` and pip; `pip` says how the latter ends. */
function fakeRun(pip: (call: number) => Partial<Finished> = () => ({})) {
  const calls: string[] = [];
  const run: RunCommand = async (command, args) => {
    if (args.includes("venv")) {
      calls.push("venv");
      const target = args.at(-1) ?? "";
      await mkdir(join(target, "bin"), { recursive: true });
      await writeFile(join(target, "bin", "python"), "");
      return done;
    }
    calls.push(`pip ${args.includes("--require-hashes")}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(command).toMatch(/bin\/python$/);
    return { ...done, ...pip(calls.length) };
  };
  return { calls, run };
}

const missing = async () => {
  throw new PythonError("no-python", "none", "install one");
};

describe("installing MiniStack", () => {
  test("makes an environment once, with hashes required, and finds it afterwards", async () => {
    const folder = await temporaryFolder();
    const { calls, run } = fakeRun();
    expect(await installedMiniStack(folder)).toBeUndefined();
    const python = await installMiniStack({ folder, findPython, run });
    expect(await installMiniStack({ folder, findPython, run })).toBe(python);
    expect(await installedMiniStack(folder)).toBe(python);
    expect(calls).toEqual(["venv", "pip true"]);
  });

  test("repairs what a killed installation left", async () => {
    const folder = await temporaryFolder();
    const killed = fakeRun(() => ({ exitCode: undefined, output: "killed" }));
    await expect(installMiniStack({ folder, findPython, run: killed.run })).rejects.toThrow(
      InstallError,
    );
    expect(await installedMiniStack(folder)).toBeUndefined();
    const { calls, run } = fakeRun();
    await installMiniStack({ folder, findPython, run });
    expect(calls).toEqual(["venv", "pip true"]);
  });

  test("installs once when eight ask at the same time", async () => {
    const folder = await temporaryFolder();
    const { calls, run } = fakeRun();
    const asked = Array.from({ length: 8 }, () => installMiniStack({ folder, findPython, run }));
    expect(new Set(await Promise.all(asked)).size).toBe(1);
    expect(calls).toEqual(["venv", "pip true"]);
  });

  test("installs anew when the pins change, and removes the former environment", async () => {
    const folder = await temporaryFolder();
    const { run } = fakeRun();
    await installMiniStack({ folder, findPython, run });
    const requirements = join(folder, "other.txt");
    await writeFile(requirements, "ministack==9.9.9 --hash=sha256:00");
    await installMiniStack({ folder, findPython, run, requirements });
    expect((await readdir(join(folder, "ministack"))).map((name) => name.split("-")[0])).toEqual([
      "installed",
      "venv",
    ]);
    expect(await installedMiniStack(folder)).toBeUndefined();
  });

  test("installs anew when the Python under the environment is gone", async () => {
    const folder = await temporaryFolder();
    const { calls, run } = fakeRun();
    const python = await installMiniStack({ folder, findPython, run });
    await rm(python);
    await installMiniStack({ folder, findPython, run });
    expect(calls).toHaveLength(4);
    expect(dirname(python)).toMatch(/bin$/);
  });

  test("passes on that no Python was found", async () => {
    const folder = await temporaryFolder();
    await expect(installMiniStack({ folder, findPython: missing })).rejects.toMatchObject({
      code: "emulator.no-python",
    });
  });

  test.each([
    ["network", "NewConnectionError: Failed to establish a new connection: [Errno 111]"],
    ["network", "Temporary failure in name resolution\nERROR: No matching distribution found"],
    ["hash", "ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE."],
    ["disk", "OSError: [Errno 28] No space left on device"],
    ["wheel", "ERROR: No matching distribution found for pyyaml==6.0.3"],
    ["other", "Segmentation fault"],
  ] as const)("tells by pip's output that the problem is: %s", (problem, output) => {
    expect(explainInstallFailure(output)).toBe(problem);
    expect(new InstallError(problem, output)).toMatchObject({
      code: `emulator.install-${problem}`,
    });
  });
});
