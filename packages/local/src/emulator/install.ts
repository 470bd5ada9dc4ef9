import { createHash } from "node:crypto";
import { access, mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { InstallError, type InstallProblem } from "./errors.ts";
import { withLock } from "./lock.ts";
import { type Python } from "./python.ts";
import { type Finished, type RunCommand, runCommand } from "./run.ts";

export const requirementsFile = join(import.meta.dirname, "../../requirements.txt");

export interface InstallOptions {
  /** The ignored folder; MiniStack goes below it. */
  readonly folder: string;
  /** Asked for only when something has to be installed. */
  readonly findPython: () => Promise<Python>;
  readonly environment?: Readonly<Record<string, string | undefined>>;
  readonly requirements?: string;
  readonly run?: RunCommand;
  readonly onProgress?: (line: string) => void;
}

/**
 * Puts MiniStack, as pinned in requirements.txt, into a virtual environment; does nothing when it
 * is there. Returns the path of that environment's Python.
 *
 * Safe to kill and to run twice at once: an environment counts only when its mark, written last,
 * is there, and one process installs at a time. Throws `InstallError` or `PythonError`.
 */
export async function installMiniStack(options: InstallOptions): Promise<string> {
  const { folder, onProgress, requirements = requirementsFile } = options;
  const name = await environmentName(requirements);
  const base = join(folder, "ministack");
  const target = join(base, name);
  if (await isInstalled(target)) return pythonOf(target);
  return withLock(
    join(folder, "ministack-install.lock"),
    async () => {
      if (await isInstalled(target)) return pythonOf(target);
      await removeEnvironments(base);
      await install(target, requirements, options);
      return pythonOf(target);
    },
    {
      onWait: (pid) => onProgress?.(`Waiting for process ${pid}, which is installing MiniStack …`),
    },
  );
}

/** The Python of an environment that is installed, without installing one. */
export async function installedMiniStack(
  folder: string,
  requirements = requirementsFile,
): Promise<string | undefined> {
  const target = join(folder, "ministack", await environmentName(requirements));
  return (await isInstalled(target)) ? pythonOf(target) : undefined;
}

/** Another pin is another environment, so an update never meets a half-old one. */
async function environmentName(requirements: string) {
  const digest = createHash("sha256").update(await readFile(requirements));
  return `venv-${digest.digest("hex").slice(0, 12)}`;
}

const pythonOf = (target: string) => join(target, "bin", "python");
const markOf = (target: string) => join(target, "installed.json");

async function isInstalled(target: string) {
  // The Python it was made from may have been removed since: its link then leads nowhere.
  const present = [markOf(target), pythonOf(target)].map((file) => access(file));
  return Promise.all(present).then(
    () => true,
    () => false,
  );
}

async function removeEnvironments(base: string) {
  const entries = await readdir(base).catch(() => []);
  const old = entries.filter((entry) => entry.startsWith("venv-"));
  await Promise.all(old.map((entry) => rm(join(base, entry), { recursive: true, force: true })));
}

async function install(target: string, requirements: string, options: InstallOptions) {
  const { run = runCommand, environment = process.env, onProgress } = options;
  const python = await options.findPython();
  await mkdir(join(target, ".."), { recursive: true });
  onProgress?.(`Installing MiniStack with Python ${python.version.join(".")} (once) …`);
  const timeoutMs = 600_000;
  assertDone(await run(python.path, ["-I", "-m", "venv", "--clear", target], { timeoutMs }));
  const pip = ["-I", "-m", "pip", "install", "--require-hashes", "--no-input", "--no-deps"];
  const quiet = ["--disable-pip-version-check", "--progress-bar", "off"];
  assertDone(
    await run(pythonOf(target), [...pip, ...quiet, "-r", requirements], {
      // A user's setting for installations by hand; in a virtual environment pip refuses it.
      env: { ...environment, PIP_USER: "0" },
      timeoutMs,
      onLine: (line) => {
        const found = /^Collecting (\S+)|^(Installing) collected/.exec(line);
        if (found !== null) onProgress?.(`  ${found[1] ?? "unpacking"}`);
      },
    }),
  );
  const draft = `${markOf(target)}.new`;
  await writeFile(draft, JSON.stringify({ python: python.version.join(".") }));
  await rename(draft, markOf(target));
}

function assertDone(finished: Finished) {
  if (finished.exitCode === 0) return;
  const output = finished.output.trim().split("\n").slice(-15).join("\n");
  throw new InstallError(
    finished.timedOut ? "network" : explainInstallFailure(finished.output),
    finished.timedOut ? `It took longer than ten minutes.\n${output}` : output,
  );
}

const signs: readonly (readonly [InstallProblem, RegExp])[] = [
  ["hash", /DO NOT MATCH THE HASHES|HASHES ARE REQUIRED/i],
  ["disk", /No space left on device|Disk quota exceeded/i],
  [
    "network",
    /NewConnectionError|ConnectTimeout|ReadTimeout|Temporary failure in name resolution|Name or service not known|nodename nor servname|Connection refused|Connection reset|Network is unreachable|SSLError|ProxyError|Could not fetch URL/i,
  ],
  ["wheel", /No matching distribution found|Could not find a version that satisfies/i],
];

/** What pip's output says went wrong. Pure. */
export function explainInstallFailure(output: string): InstallProblem {
  return signs.find(([, sign]) => sign.test(output))?.[0] ?? "other";
}
