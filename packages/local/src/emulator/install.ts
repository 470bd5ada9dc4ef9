import { createHash } from "node:crypto";
import { access, mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import * as z from "zod";
import { InstallError, type InstallProblem } from "./errors.ts";
import { withLock } from "./lock.ts";
import { type Python } from "./python.ts";
import { type Finished, type RunCommand, runCommand } from "./run.ts";
import { ownEnvironment } from "./settings.ts";

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
 * Safe to kill and to run twice at once: each installation has a folder of its own, which counts
 * only when a file that is written last points to it, and one process installs at a time.
 * Throws `InstallError` or `PythonError`.
 */
export async function installMiniStack(options: InstallOptions): Promise<string> {
  const { folder, onProgress, requirements = requirementsFile } = options;
  const present = await installedMiniStack(folder, requirements);
  if (present !== undefined) return present;
  return withLock(
    join(folder, "ministack-install.lock"),
    async () => (await installedMiniStack(folder, requirements)) ?? install(requirements, options),
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
  try {
    const text = await readFile(await pointerFile(folder, requirements), "utf8");
    const python = pythonOf(Pointer.parse(JSON.parse(text)).environment);
    // The Python it was made from may have been removed since: its link then leads nowhere.
    await access(python);
    return python;
  } catch {
    // Not there, or not whole: either way it is installed anew.
    return undefined;
  }
}

const Pointer = z.object({ environment: z.string(), python: z.string() });

/** Another pin is another file, so an update never meets what is older. */
async function pointerFile(folder: string, requirements: string) {
  const digest = createHash("sha256")
    .update(await readFile(requirements))
    .digest("hex");
  return join(folder, "ministack", `installed-${digest.slice(0, 12)}.json`);
}

const pythonOf = (environment: string) => join(environment, "bin", "python");

async function install(requirements: string, options: InstallOptions): Promise<string> {
  const { folder, run = runCommand, environment = ownEnvironment(), onProgress } = options;
  const python = await options.findPython();
  const base = join(folder, "ministack");
  await mkdir(base, { recursive: true });
  await removeEnvironments(base);
  // A name of its own: a killed run's pip may go on for a while, in the folder it was given.
  const target = await mkdtemp(join(base, "venv-"));
  const version = python.version.join(".");
  onProgress?.(`Installing MiniStack with Python ${version} (once) …`);
  const timeoutMs = 600_000;
  assertDone(await run(python.path, ["-I", "-m", "venv", target], { timeoutMs }));
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
  const pointer = await pointerFile(folder, requirements);
  const content: z.infer<typeof Pointer> = { environment: target, python: version };
  await writeFile(`${pointer}.new`, JSON.stringify(content));
  await rename(`${pointer}.new`, pointer);
  return pythonOf(target);
}

/** What former installations left; what still resists is left to the next one. */
async function removeEnvironments(base: string) {
  const old = (await readdir(base)).filter((name) => /^(venv-|installed-)/.test(name));
  const removed = old.map((name) => rm(join(base, name), { recursive: true, force: true }));
  await Promise.allSettled(removed);
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
