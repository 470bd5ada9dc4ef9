import { spawn } from "node:child_process";
import { hasCode } from "./process.ts";

export interface Finished {
  /** Undefined when it was ended by a signal, by the time limit, or was not found. */
  readonly exitCode: number | undefined;
  readonly notFound: boolean;
  readonly timedOut: boolean;
  /** Standard output and error, as they came; at most the last 64 KB. */
  readonly output: string;
}

export interface RunOptions {
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly cwd?: string;
  readonly timeoutMs?: number;
  readonly onLine?: (line: string) => void;
}

/** Runs a command to its end. Never throws for what the command does. */
export type RunCommand = (
  command: string,
  args: readonly string[],
  options?: RunOptions,
) => Promise<Finished>;

const kept = 65_536;

export const runCommand: RunCommand = (command, args, options = {}) =>
  new Promise((resolve, reject) => {
    const { env, cwd, timeoutMs = 10_000, onLine } = options;
    const child = spawn(command, args, { env, cwd, stdio: ["ignore", "pipe", "pipe"] });
    let output = "";
    let timedOut = false;
    const timer = setTimeout(() => {
      timedOut = true;
      child.kill("SIGKILL");
    }, timeoutMs);
    const lines = lineSplitter(onLine);
    const collect = (chunk: string) => {
      output = (output + chunk).slice(-kept);
      lines(chunk);
    };
    child.stdout.setEncoding("utf8").on("data", collect);
    child.stderr.setEncoding("utf8").on("data", collect);
    child.once("error", (error) => {
      clearTimeout(timer);
      if (!hasCode(error, "ENOENT") && !hasCode(error, "EACCES")) return reject(error);
      resolve({ exitCode: undefined, notFound: true, timedOut: false, output: error.message });
    });
    child.once("close", (code) => {
      clearTimeout(timer);
      resolve({ exitCode: code ?? undefined, notFound: false, timedOut, output });
    });
  });

function lineSplitter(onLine: ((line: string) => void) | undefined) {
  let rest = "";
  return (chunk: string) => {
    const parts = (rest + chunk).split(/\r?\n/);
    rest = parts.pop() ?? "";
    for (const line of parts) if (line.trim() !== "") onLine?.(line);
  };
}
