import { fork } from "node:child_process";
import type { Change } from "../provider/provider.ts";
import type { Deployment, DeployOptions } from "./deploy.ts";
import { DeployFailedError } from "./errors.ts";

/** What the process of a deployment says. */
export type FromWorker =
  | { kind: "change"; change: Change; type: string; name: string }
  | { kind: "done"; deployment: Deployment }
  | { kind: "failed"; code: string; message: string };

/**
 * `deploy` in a process of its own: Pulumi's SDK keeps global state, and a program may do what it likes.
 *
 * Throws `DeployFailedError` with the code of what failed. What was made before the failure stays, and the next run
 * goes on from there.
 */
export async function deployApart({ onChange, ...options }: DeployOptions): Promise<Deployment> {
  const worker = fork(new URL("worker.ts", import.meta.url), {
    stdio: ["ignore", "pipe", "pipe", "ipc"],
  });
  const noise: string[] = [];
  for (const stream of [worker.stdout, worker.stderr])
    stream?.setEncoding("utf8").on("data", (text: string) => noise.push(text));
  worker.send(options);
  return new Promise((resolve, reject) => {
    worker.on("message", (message: FromWorker) => {
      if (message.kind === "change") onChange?.(message.change, message.type, message.name);
      else if (message.kind === "done") resolve(message.deployment);
      else reject(new DeployFailedError(message.code, message.message));
    });
    worker.on("error", reject);
    worker.on("exit", (code, signal) => {
      const last = noise.join("").split("\n").slice(-20).join("\n");
      reject(
        new DeployFailedError(
          "local.failed",
          `It ended with ${signal ?? code} before it was done.\n${last}`,
        ),
      );
    });
  });
}
