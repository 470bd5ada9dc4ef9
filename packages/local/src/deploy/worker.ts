import { deploy, type DeployOptions } from "./deploy.ts";
import { describeError } from "../errors.ts";
import type { FromWorker } from "./apart.ts";

/** The process of one deployment: options come as its one message, progress and the result go back. */
process.once("message", (options: Omit<DeployOptions, "onChange">) => {
  void run(options);
});

const tell = (message: FromWorker) => void process.send?.(message);

async function run(options: Omit<DeployOptions, "onChange">) {
  try {
    const onChange: DeployOptions["onChange"] = (change, type, name) =>
      tell({ kind: "change", change, type, name });
    tell({ kind: "done", deployment: await deploy({ ...options, onChange }) });
  } catch (error) {
    const { code = "local.failed" } = error as { code?: string };
    tell({ kind: "failed", code, message: describeError(error) });
    process.exitCode = 1;
  }
  process.disconnect();
  // Pulumi keeps timers and sockets of its own.
  setImmediate(() => process.exit());
}
