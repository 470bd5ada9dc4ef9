import { spawn } from "node:child_process";
import { once } from "node:events";
import { describe, expect, onTestFinished, test } from "vitest";
import { endProcessGroup, isRunning, markProcess, processIdentity } from "./process.ts";

/** A process with a child of its own, both deaf to being asked to end. */
async function startFamily() {
  const deaf = "process.on('SIGTERM', () => {}); setInterval(() => {}, 1000);";
  const child = `require('child_process').spawn(process.execPath, ['-e', ${JSON.stringify(deaf)}])`;
  const script = `${deaf} console.log(${child}.pid);`;
  const leader = spawn(process.execPath, ["-e", script], {
    detached: true,
    stdio: ["ignore", "pipe", "ignore"],
  });
  onTestFinished(() => void leader.kill("SIGKILL"));
  const [line] = await once(leader.stdout, "data");
  return { leader: markProcess(leader.pid ?? 0), child: markProcess(Number(String(line))) };
}

describe("processes", () => {
  test("a process is told from a later one with its id", () => {
    const mark = markProcess(process.pid);
    expect(isRunning(mark)).toBe(true);
    expect(isRunning({ ...mark, identity: "another" })).toBe(false);
    expect(processIdentity(2_147_000_000)).toBeUndefined();
  });

  test("a group is ended with all its members, even deaf ones", async () => {
    const family = await startFamily();
    expect(isRunning(family.child)).toBe(true);
    await endProcessGroup(family.leader, { graceMs: 100 });
    expect(isRunning(family.leader)).toBe(false);
    await expect.poll(() => isRunning(family.child)).toBe(false);
  });

  test("a stranger that only has the id is left alone", async () => {
    const family = await startFamily();
    await endProcessGroup({ ...family.leader, identity: "the one before" });
    expect(isRunning(family.leader)).toBe(true);
    await endProcessGroup(family.leader);
  });
});
