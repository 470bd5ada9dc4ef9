import { access, statfs } from "node:fs/promises";
import { availableParallelism, totalmem } from "node:os";
import { delimiter, join } from "node:path";
import { findCompose } from "../emulator/docker.ts";
import { readHealth } from "../emulator/health.ts";
import { installedMiniStack } from "../emulator/install.ts";
import { freePort } from "../emulator/port.ts";
import { findPython } from "../emulator/python.ts";
import { runCommand } from "../emulator/run.ts";
import { emulatorSettings, type Environment } from "../emulator/settings.ts";
import { LocalError } from "../errors.ts";
import { type Facts } from "./checks.ts";

/** Without these nothing of the local stack runs. */
const neededPackages = ["sst", "esbuild", "zod", "@aws-sdk/client-s3", "vitest", "typescript"];

/** Looks at this machine and this checkout. Changes nothing. */
export async function gatherFacts(root: string, environment: Environment): Promise<Facts> {
  // The tools that npm puts first on the PATH are judged apart from the machine's own.
  const path = (environment["PATH"] ?? "")
    .split(delimiter)
    .filter((folder) => !folder.includes("node_modules"))
    .join(delimiter);
  const folder = join(root, ".switchyard");
  const [ownNode, npm, git, missingPackages, python, emulator, sstPlatform, docker, endpoint] =
    await Promise.all([
      versionOf("node", { ...environment, PATH: path }),
      versionOf("npm", { ...environment, PATH: path }),
      versionOf("git", { ...environment, PATH: path }),
      missing(root),
      pythonFact(path, environment["HOME"]),
      installedMiniStack(folder),
      exists(join(root, ".sst", "platform", "node_modules")),
      dockerFact(environment),
      endpointFact(environment),
    ]);
  return {
    platform: process.platform,
    architecture: `${process.arch}, ${availableParallelism()} cores`,
    bundledNode: process.version,
    ownNode,
    npm,
    git,
    missingPackages,
    python,
    emulator: emulator === undefined ? undefined : { version: "installed" },
    sstPlatform,
    docker,
    endpoint,
    loopback: await loopbackProblem(),
    freeDiskBytes: await freeDisk(root),
    memoryBytes: totalmem(),
  };
}

async function versionOf(command: string, env: Environment) {
  const { exitCode, output } = await runCommand(command, ["--version"], { env });
  if (exitCode !== 0) return undefined;
  return output
    .split("\n")
    .find((line) => /^(git version |v)?\d/.test(line))
    ?.trim();
}

async function missing(root: string) {
  const present = await Promise.all(
    neededPackages.map((name) => exists(join(root, "node_modules", name, "package.json"))),
  );
  return neededPackages.filter((_, i) => !present[i]);
}

async function pythonFact(path: string, home: string | undefined): Promise<Facts["python"]> {
  return orProblem(async () => {
    const found = await findPython({ path, home });
    return { path: found.path, version: found.version.join(".") };
  });
}

async function dockerFact(environment: Environment): Promise<Facts["docker"]> {
  return orProblem(async () => (await findCompose(environment)).join(" "));
}

async function endpointFact(environment: Environment): Promise<Facts["endpoint"]> {
  return orProblem(async () => {
    const { endpoint } = emulatorSettings(environment);
    if (endpoint === undefined) return undefined;
    const health = await readHealth(endpoint);
    return { url: endpoint, answers: health && `${health.kind} ${health.version}` };
  });
}

/** A prerequisite that isn't met is what a doctor reports, not a failure of his. */
async function orProblem<T>(
  look: () => Promise<T>,
): Promise<T | { problem: string; mend: string }> {
  try {
    return await look();
  } catch (error) {
    if (!(error instanceof LocalError)) throw error;
    return { problem: error.message.split("\n")[0] ?? "", mend: error.hint };
  }
}

async function loopbackProblem() {
  return freePort().then(
    () => undefined,
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  );
}

async function freeDisk(folder: string) {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
}

async function exists(path: string) {
  return access(path).then(
    () => true,
    () => false,
  );
}
