import { backOff, type Waiting } from "../writes/backoff.ts";
import { readConfiguration, type FunctionAt } from "./configuration.ts";
import { JarNotSettledError } from "./errors.ts";

const reads = 60;

/** Waits until the function's last update is done, some 60 s at most. Throws `JarNotSettledError`. */
export async function untilSettled(target: FunctionAt, waiting: Waiting): Promise<void> {
  let status = "";
  for (let attempt = 1; attempt <= reads; attempt++) {
    const found = await readConfiguration(target);
    ({ status } = found);
    if (status === "Failed")
      throw new JarNotSettledError(target.functionName, status, found.reason);
    if (status !== "InProgress") return;
    await backOff(waiting, attempt);
  }
  throw new JarNotSettledError(target.functionName, status);
}
