import { spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { onTestFinished } from "vitest";
import { stack } from "./stack.ts";

/** Runs a command as npm does, with what a user's shell has set to work with the emulator of this run. */
export async function runScript(name: string, args: readonly string[], input = "") {
  const { endpoint, region, credentials } = stack();
  const child = spawn(process.execPath, [`scripts/${name}.ts`, ...args], {
    stdio: ["pipe", "pipe", "pipe"],
    env: {
      ...process.env,
      AWS_ENDPOINT_URL: endpoint,
      AWS_REGION: region,
      AWS_ACCESS_KEY_ID: credentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    },
  });
  onTestFinished(() => void (child.exitCode ?? child.signalCode ?? child.kill("SIGKILL")));
  child.stdin.end(input);
  const [stdout, stderr] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, "close"),
  ]);
  return { code: child.exitCode, stdout, stderr };
}
