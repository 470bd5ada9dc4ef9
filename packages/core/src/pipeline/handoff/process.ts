import { spawn } from "node:child_process";
import { once } from "node:events";
import { type HandedFile } from "./handoff.ts";

/**
 * Starts the container's entry as a child process, for a machine without containers. It outlives
 * the function's own process. `entry` is the path of a JavaScript or TypeScript file.
 */
export async function startProcess(file: HandedFile, entry: string): Promise<{ holder: string }> {
  const child = spawn(process.execPath, [entry, JSON.stringify(file)], {
    detached: true,
    stdio: "ignore",
  });
  await once(child, "spawn");
  child.unref();
  return { holder: `process ${child.pid}` };
}
