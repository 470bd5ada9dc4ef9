import { access, constants, readdir } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { PythonError } from "./errors.ts";
import { type RunCommand, runCommand } from "./run.ts";

export interface Python {
  readonly path: string;
  readonly version: readonly [major: number, minor: number];
}

interface Candidate extends Python {
  readonly problem?: string;
}

const oldest = 10;
/** PyPI has wheels for each Python up to this one; a newer one is taken when there is no other. */
const newestKnown = 14;
const names = ["python3.12", "python3.13", "python3.11", "python3.14", "python3.10", "python3"];

/** Prints version and whether a virtual environment with pip can be made. */
const question = `
import sys
try:
    import ensurepip, venv
    venv_works = "venv"
except ImportError as error:
    venv_works = "no " + (error.name or "venv")
print("%d.%d %s at %s" % (sys.version_info[0], sys.version_info[1], venv_works, sys.executable))
`;

/**
 * A Python from 3.10 on that can make virtual environments: by name on `path`, then pyenv's.
 *
 * Throws `PythonError` that says which were looked at and how to mend it.
 */
export async function findPython(
  { path, home }: { path: string; home: string | undefined },
  run: RunCommand = runCommand,
): Promise<Python> {
  const looked: Candidate[] = [];
  for (const file of await candidateFiles(path, home)) {
    const candidate = await inspect(file, run);
    if (candidate === undefined) continue;
    if (isGood(candidate)) return candidate;
    looked.push(candidate);
  }
  return choosePython(looked);
}

function isGood({ version: [major, minor], problem }: Candidate) {
  return major === 3 && minor >= oldest && minor <= newestKnown && problem === undefined;
}

/** Nothing fits exactly: a newer Python will do; else says what is missing. Pure. */
export function choosePython(looked: readonly Candidate[]): Python {
  const recent = looked.filter(({ version: [major, minor] }) => major === 3 && minor >= oldest);
  const newer = recent.find(({ problem }) => problem === undefined);
  if (newer !== undefined) return newer;
  const [lacking] = recent;
  if (lacking !== undefined) {
    const missing = `python${lacking.version.join(".")}-venv`;
    const message = `${lacking.path} can't make virtual environments: it has ${lacking.problem}.`;
    throw new PythonError("no-venv", message, `Debian, Ubuntu: sudo apt install ${missing}`);
  }
  const found = looked.map(({ path, version }) => `${path} (${version.join(".")})`);
  throw new PythonError(
    "no-python",
    `No Python from 3.10 on; found: ${found.length === 0 ? "none" : found.join(", ")}.`,
    "Install one: sudo apt install python3 python3-venv, brew install python@3.13, or pyenv install 3.13",
  );
}

async function candidateFiles(path: string, home: string | undefined) {
  const folders = path.split(delimiter).filter((folder) => folder !== "");
  const byName = names.flatMap((name) => folders.map((folder) => join(folder, name)));
  const files = [...byName, ...(await pyenvFiles(home)), "/opt/homebrew/bin/python3"];
  const present = await Promise.all(files.map(isExecutable));
  return [...new Set(files.filter((_, i) => present[i]))];
}

async function pyenvFiles(home: string | undefined) {
  if (home === undefined) return [];
  const versions = join(home, ".pyenv", "versions");
  const folders = await readdir(versions).catch(() => []);
  return folders.map((folder) => join(versions, folder, "bin", "python3"));
}

async function isExecutable(file: string) {
  return access(file, constants.X_OK).then(
    () => true,
    () => false,
  );
}

async function inspect(path: string, run: RunCommand): Promise<Candidate | undefined> {
  const { exitCode, output } = await run(path, ["-I", "-c", question], { timeoutMs: 15_000 });
  // A pyenv shim without a chosen version is there but doesn't run.
  const match = exitCode === 0 ? /(\d+)\.(\d+) (venv|no \S+)(?: at (\/.+))?/.exec(output) : null;
  if (match === null) return undefined;
  const [, major, minor, venv = "", executable = path] = match;
  // Its own path: what a shim stands for changes with the folder it is called in.
  const found = { path: executable, version: [Number(major), Number(minor)] as const };
  return venv === "venv" ? found : { ...found, problem: venv };
}
