import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { PythonError } from "./errors.ts";
import { choosePython, findPython } from "./python.ts";
import { fakeCommand, temporaryFolder } from "./testing.ts";

const answering = (line: string) => `console.log(${JSON.stringify(line)})`;

describe("finding a Python", () => {
  test("takes one from 3.10 on that can make virtual environments, wherever it lies", async () => {
    const folder = await temporaryFolder();
    await fakeCommand(join(folder, "bin/python3"), answering("3.9 venv"));
    await fakeCommand(join(folder, "bin/python3.11"), answering("3.11 no ensurepip"));
    const pyenv = join(folder, ".pyenv/versions/3.13.1/bin/python3");
    await fakeCommand(pyenv, answering("3.13 venv"));
    const found = await findPython({ path: join(folder, "bin"), home: folder });
    expect(found).toMatchObject({ path: pyenv, version: [3, 13] });
  });

  test("passes over a shim that doesn't run", async () => {
    const folder = await temporaryFolder();
    await fakeCommand(join(folder, "a/python3.12"), "process.exit(127)");
    const good = await fakeCommand(join(folder, "b/python3.10"), answering("3.10 venv"));
    const path = `${join(folder, "a")}:${join(folder, "b")}`;
    expect((await findPython({ path, home: undefined })).path).toBe(good);
  });

  test("takes a Python newer than all known when there is no other", () => {
    const newer = { path: "/usr/bin/python3", version: [3, 15] as const };
    expect(choosePython([newer])).toBe(newer);
  });

  test("names the package to install when venv is missing", () => {
    const lacking = {
      path: "/usr/bin/python3",
      version: [3, 12] as const,
      problem: "no ensurepip",
    };
    const error = captured(() => choosePython([lacking]));
    expect(error).toMatchObject({ code: "emulator.no-venv" });
    expect(error.hint).toContain("python3.12-venv");
  });

  test("says which Pythons are too old", () => {
    const error = captured(() => choosePython([{ path: "/usr/bin/python3", version: [3, 8] }]));
    expect(error).toMatchObject({ code: "emulator.no-python" });
    expect(error.message).toContain("/usr/bin/python3 (3.8)");
  });

  test("says that there is none at all", () => {
    expect(captured(() => choosePython([])).message).toContain("found: none");
  });
});

function captured(work: () => unknown): PythonError {
  try {
    work();
  } catch (error) {
    if (error instanceof PythonError) return error;
    throw error;
  }
  return expect.unreachable();
}
