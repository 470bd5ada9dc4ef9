import { mkdirSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { installedMiniStack } from "./install.ts";
import { findPython, type Python } from "./python.ts";
import { type EmulatorSettings, emulatorSettings, ownEnvironment } from "./settings.ts";
import { type EmulatorOptions } from "./types.ts";

/** What every step of starting an emulator needs, with all defaults filled in. */
export interface Context {
  readonly settings: EmulatorSettings;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly wanted: "ministack" | "localstack" | undefined;
  readonly folder: string;
  readonly logFolder: string;
  readonly reuse: boolean;
  readonly persistent: boolean;
  readonly port: number | undefined;
  readonly nodeFolder: string;
  readonly say: (line: string) => void;
  readonly python: () => Promise<Python>;
  readonly installed: () => Promise<string | undefined>;
}

export function contextOf(options: EmulatorOptions): Context {
  const environment = options.environment ?? ownEnvironment();
  const settings = emulatorSettings(environment);
  const folder = resolve(options.folder ?? ".switchyard");
  const logFolder = join(folder, "logs");
  const reuse = options.reuse ?? true;
  let python: Promise<Python> | undefined;
  mkdirSync(logFolder, { recursive: true });
  return {
    settings,
    environment,
    wanted: options.emulator,
    folder,
    logFolder,
    reuse,
    // Without a record nobody could find it again, to use it or to end it.
    persistent: reuse && (options.persistent ?? false),
    port: options.port,
    nodeFolder: options.nodeFolder ?? bundledNodeFolder(),
    say: options.onProgress ?? (() => undefined),
    python: () => (python ??= findPython(settings)),
    installed: () => installedMiniStack(folder),
  };
}

/** Where the `node` of the npm package is; this process's own, when that is recent enough. */
export function bundledNodeFolder(root = process.cwd()): string {
  const [major = 0] = process.versions.node.split(".").map(Number);
  return major >= 24 ? dirname(process.execPath) : join(root, "node_modules", "node", "bin");
}
