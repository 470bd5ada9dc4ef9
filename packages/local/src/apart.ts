import { fork } from "node:child_process";
import path from "node:path";
import { WorkFailedError } from "./errors.ts";
import { describeError } from "./errors.ts";

type FromWorker =
  | { kind: "note"; note: unknown }
  | { kind: "done"; result: unknown }
  | { kind: "failed"; code: string; message: string };

/** Pulumi's SDK alone is thousands of files; Node keeps what it made of them here. */
const compileCache = path.resolve(".switchyard/compile-cache");

/**
 * Runs `module`, which calls `serveApart`, in a process of its own with `options`; returns what it answers.
 *
 * Pulumi's SDK keeps global state, and an SST program may do what it likes. Throws `WorkFailedError`.
 */
export async function runApart<T>(
  module: URL,
  options: unknown,
  onNote: (note: never) => void = () => {},
): Promise<T> {
  const env = { NODE_COMPILE_CACHE: compileCache, ...process.env };
  const worker = fork(module, { stdio: ["ignore", "pipe", "pipe", "ipc"], execArgv: [], env });
  const noise: string[] = [];
  for (const stream of [worker.stdout, worker.stderr])
    stream?.setEncoding("utf8").on("data", (text: string) => noise.push(text));
  worker.send({ options });
  return new Promise((resolve, reject) => {
    worker.on("message", (message: FromWorker) => {
      if (message.kind === "note") onNote(message.note as never);
      else if (message.kind === "done") resolve(message.result as T);
      else reject(new WorkFailedError(message.code, message.message));
    });
    worker.on("error", reject);
    worker.on("exit", (code, signal) => {
      const last = noise.join("").split("\n").slice(-20).join("\n");
      const how = `The process ended with ${signal ?? code} before it was done.\n${last}`;
      reject(new WorkFailedError("local.worker-died", how));
    });
  });
}

/** The other side: does `work` once, with the options that were sent, and ends the process. */
export function serveApart(
  work: (options: never, note: (note: unknown) => void) => Promise<unknown>,
) {
  // A large answer takes a while to leave, and the end of the process would cut it off.
  const tell = (message: FromWorker) =>
    new Promise<void>((resolve) => process.send?.(message, () => resolve()));
  const note = (value: unknown) => void tell({ kind: "note", note: value });
  const serve = async (options: never) => {
    try {
      await tell({ kind: "done", result: await work(options, note) });
    } catch (error) {
      const { code = "local.failed" } = error as { code?: string };
      process.exitCode = 1;
      await tell({ kind: "failed", code, message: describeError(error) });
    }
    // Pulumi keeps timers and sockets of its own.
    process.exit();
  };
  process.once("message", ({ options }: { options: never }) => void serve(options));
}
