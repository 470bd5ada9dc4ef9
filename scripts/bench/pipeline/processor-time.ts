import { readdirSync, readFileSync } from "node:fs";

const msPerTick = 10;

/**
 * Milliseconds of processor time that this process's children and theirs have used so far: the
 * emulator and its functions. `undefined` where there is no `/proc` to tell.
 */
export function processorTime(): number | undefined {
  const processes = readProcesses();
  if (processes.length === 0) return undefined;
  let [parents, sum] = [new Set([process.pid]), 0];
  while (parents.size > 0) {
    const children = processes.filter(({ parent }) => parents.has(parent));
    for (const { ticks } of children) sum += ticks * msPerTick;
    parents = new Set(children.map(({ pid }) => pid));
  }
  return sum;
}

function readProcesses() {
  try {
    const pids = readdirSync("/proc").filter((name) => /^\d+$/.test(name));
    return pids.flatMap((pid) => readOne(Number(pid)));
  } catch {
    return [];
  }
}

function readOne(pid: number) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    // After the name, which may hold anything: state, parent, …; user and system ticks, its ended children's too.
    const [, parent = 0, ...fields] = stat
      .slice(stat.lastIndexOf(")") + 2)
      .split(" ")
      .map(Number);
    const ticks = fields.slice(9, 13).reduce((sum, one) => sum + one, 0);
    return [{ pid, parent, ticks }];
  } catch {
    return []; // ended meanwhile
  }
}
