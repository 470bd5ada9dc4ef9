import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";

/**
 * What tells a process from a later one with the same id: when it began.
 *
 * Undefined when no such process runs (one that has ended and waits for its parent doesn't).
 */
export function processIdentity(pid: number): string | undefined {
  return process.platform === "linux" ? linuxIdentity(pid) : psIdentity(pid);
}

function linuxIdentity(pid: number) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    // The name in parentheses may hold spaces; the state follows it.
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    if (fields[0] === "Z" || fields[0] === "X") return undefined;
    const boot = readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
    return `${boot}:${fields[19]}`;
  } catch {
    return undefined;
  }
}

function psIdentity(pid: number) {
  try {
    const question = ["-p", String(pid), "-o", "stat=,lstart="];
    const answer = execFileSync("ps", question, { stdio: ["ignore", "pipe", "ignore"] });
    const line = answer.toString().trim();
    return line === "" || line.startsWith("Z") ? undefined : line.replace(/^\S+\s+/, "");
  } catch {
    return undefined;
  }
}

/** A process by id and identity, as records on disk keep it. */
export interface ProcessMark {
  readonly pid: number;
  readonly identity: string;
}

export function markProcess(pid: number): ProcessMark {
  return { pid, identity: processIdentity(pid) ?? "gone" };
}

/** Whether that very process still runs, not a stranger with its old id. */
export function isRunning({ pid, identity }: ProcessMark): boolean {
  return processIdentity(pid) === identity;
}

/**
 * Ends a process and its group (it must lead one). Does nothing when it is not that very process.
 *
 * Asks first; after `graceMs` milliseconds it kills. 0 kills at once.
 */
export async function endProcessGroup(leader: ProcessMark, { graceMs = 0 } = {}): Promise<void> {
  if (!isRunning(leader)) return;
  if (graceMs > 0) {
    signalGroup(leader.pid, "SIGTERM");
    await untilGone(leader, graceMs);
  }
  // Its workers may outlive it; while one does, the group's id belongs to nobody else.
  signalGroup(leader.pid, "SIGKILL");
  await untilGone(leader, 5_000);
}

async function untilGone(leader: ProcessMark, limitMs: number) {
  const deadline = performance.now() + limitMs;
  while (isRunning(leader) && performance.now() < deadline) await sleep(20);
}

/** Kills what a group's leader left running when it ended. To be called as soon as it ended. */
export function endLeftovers(leaderPid: number): void {
  signalGroup(leaderPid, "SIGKILL");
}

function signalGroup(pid: number, signal: NodeJS.Signals) {
  try {
    process.kill(-pid, signal);
  } catch (error) {
    if (!hasCode(error, "ESRCH") && !hasCode(error, "EPERM")) throw error;
  }
}

/** Whether an error of the operating system has that code. */
export function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && "code" in error && error.code === code;
}
