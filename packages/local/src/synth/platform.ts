import { execFile } from "node:child_process";
import { chmod, mkdir, readFile, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import { promisify } from "node:util";
import { PlatformError } from "./errors.ts";

/** The engine that sst 4.17.1 asks for. SST only compares this text while it installs the platform. */
const pulumiVersion = "v3.215.0";

/**
 * Lays SST's platform (component sources, types, Pulumi's JavaScript packages) into `.sst/platform`, once a version.
 *
 * The user's own SST is never touched: for this one command its home is a folder below `cache`, with a stand-in
 * that answers the engine's version, so no engine is downloaded. A later `sst deploy` fetches the real one.
 * Throws `PlatformError`.
 */
export async function ensurePlatform({ root, cache }: { root: string; cache: string }) {
  const platform = path.join(root, ".sst", "platform");
  const wanted = await sstVersion(root);
  if ((await installedVersion(platform)) === wanted) return platform;
  const home = await prepareHome(path.join(cache, "sst-home"));
  const sst = path.join(root, "node_modules", "sst", "bin", "sst.mjs");
  const env = {
    ...process.env,
    HOME: home,
    XDG_CONFIG_HOME: home,
    SST_BUN_PATH: bunBinary(root),
    SST_STAGE: "local",
    SST_TELEMETRY_DISABLED: "1",
  };
  try {
    await promisify(execFile)(process.execPath, [sst, "install"], { cwd: root, env });
  } catch (cause) {
    throw new PlatformError("SST could not install its platform.", { cause });
  }
  if ((await installedVersion(platform)) !== wanted)
    throw new PlatformError(`SST installed another platform than ${wanted}.`);
  return platform;
}

async function sstVersion(root: string): Promise<string> {
  const file = path.join(root, "node_modules", "sst", "package.json");
  const { version } = JSON.parse(await readFile(file, "utf8")) as { version: string };
  return version;
}

async function installedVersion(platform: string) {
  const read = (name: string) => readFile(path.join(platform, name), "utf8").catch(() => undefined);
  const version = await read("version");
  // SST writes its version first and installs after: without Pulumi's packages the install was cut short.
  const pulumi = await read("node_modules/@pulumi/aws/package.json");
  return pulumi === undefined ? undefined : version?.trim();
}

async function prepareHome(home: string) {
  const pulumi = path.join(home, "sst", "bin", "pulumi");
  await mkdir(path.dirname(pulumi), { recursive: true });
  await writeFile(pulumi, `#!/bin/sh\necho ${pulumiVersion}\n`);
  await chmod(pulumi, 0o755);
  return home;
}

/** The Bun that npm installed, for SST. Throws `PlatformError`. */
export function bunBinary(root: string): string {
  const require = createRequire(path.join(root, "package.json"));
  const arch = process.arch === "arm64" ? "aarch64" : "x64-baseline";
  const name = `@oven/bun-${process.platform}-${arch}`;
  try {
    return path.join(path.dirname(require.resolve(`${name}/package.json`)), "bin", "bun");
  } catch (cause) {
    throw new PlatformError(`${name} is not installed.`, { cause });
  }
}
